import { setTimeout } from 'node:timers/promises';
import { FaaslensError, isFaaslensError } from '../../../errors';
import type { TelemetryBatch } from '../../../model/telemetry';
import type { QueuePlace } from '../../place';
import type { TelemetryWriter, WriteResult } from '../../store';
import { type BatchFiles, openBatchFiles } from './batch-files';

const RETRY_MS = 1_000;
const WAITS = 'what waits in the queue on disk is not taken by ClickHouse; it is tried again';
const UNREADABLE = 'what waits in the queue on disk cannot be read; it is tried again';
const ASIDE = 'acknowledged telemetry could not be stored, and is set aside in the queue on disk';

export interface QueueOptions {
  readonly retryMs?: number;
  /** Told what goes wrong with what was acknowledged, and why, again and again. */
  readonly onTrouble?: (trouble: string, reason: string) => void;
}

/**
 * The writer with a queue on disk in front, for when its store does not answer. A batch that it cannot take is acknowledged
 * as soon as it is synced to this disk, and stored later, oldest first; what comes meanwhile waits behind it. Until then no
 * reader sees it, and it is gone with the disk. When there is no room, it is refused as without a queue. What the store
 * refuses for good is set aside as a file.
 */
export async function queueOnDisk(
  writer: TelemetryWriter,
  { folder, maxBytes }: QueuePlace,
  { retryMs = RETRY_MS, onTrouble = () => {} }: QueueOptions = {},
): Promise<TelemetryWriter> {
  const files = await openBatchFiles(folder, (name, reason) => onTrouble(ASIDE, `${name}: ${reason}`));
  const ending = new AbortController();
  let draining: Promise<void> | null = null;

  const pause = () => setTimeout(retryMs, null, { signal: ending.signal }).catch(() => {});
  const drain = async () => {
    for (let one = await files.oldest(); one !== null && !ending.signal.aborted; one = await files.oldest()) {
      try {
        await writer.write(one.batch);
        await one.remove();
      } catch (error) {
        if (ending.signal.aborted) return;
        if (isFaaslensError(error)) {
          onTrouble(WAITS, error.message);
          await pause();
        } else await one.setAside(textOf(error));
      }
    }
  };
  const goOn = () => {
    draining ??= drain()
      .catch((error: unknown) => {
        // What fails here is the disk.
        onTrouble(UNREADABLE, textOf(error));
        return pause();
      })
      .then(() => {
        draining = null;
        if (files.count > 0 && !ending.signal.aborted) goOn();
      });
  };
  if (files.count > 0) goOn();

  return {
    ...writer,
    async write(batch) {
      if (files.count === 0) {
        try {
          return await writer.write(batch);
        } catch (error) {
          if (!isFaaslensError(error) || error.code !== 'unavailable') throw error;
          await keep(files, batch, maxBytes, error);
        }
      } else await keep(files, batch, maxBytes);
      goOn();
      return asStored(batch);
    },
    async close() {
      ending.abort();
      await writer.close();
      await draining;
    },
  };
}

async function keep(
  files: BatchFiles,
  batch: TelemetryBatch,
  maxBytes: number,
  cause?: FaaslensError,
): Promise<void> {
  const isKept = await files.add(batch, maxBytes).catch((error: unknown) => {
    throw new FaaslensError('unavailable', 'The queue for ClickHouse cannot be written to its disk', {
      cause: error,
    });
  });
  if (isKept === null)
    throw new FaaslensError(
      'unavailable',
      `ClickHouse does not answer, and its queue of ${maxBytes / 1e6} MB is full: telemetry is taken again when it does`,
      { cause },
    );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What of it is a repeat is known only when it is stored. */
function asStored({ spans, logs }: TelemetryBatch): WriteResult {
  return {
    spansStored: spans.length,
    spansRepeated: 0,
    spansRefused: 0,
    logsStored: logs.length,
    logsRepeated: 0,
    tooOld: 0,
  };
}
