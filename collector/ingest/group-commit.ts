import { isFaaslensError } from '@/core/errors';
import type { TelemetryBatch } from '@/core/model/telemetry';

export interface GroupCommitOptions {
  readonly write: (batch: TelemetryBatch) => Promise<unknown>;
  /** How long the first batch of a group waits for company. */
  readonly windowMs: number;
  /** A group of so many spans and log records is written at once. */
  readonly maxRecords: number;
}

export interface GroupCommit {
  /** Resolves when the batch is durable; rejects with the store's error when it is not. */
  add(batch: TelemetryBatch): Promise<void>;
  /** Resolves when everything that was added is written or refused. */
  drained(): Promise<void>;
}

interface Waiting {
  readonly batch: TelemetryBatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes batches that arrive close together as one, because a commit costs the same for one span and for a thousand.
 * When a group fails for a reason that may lie in one of its batches, each is written alone: one sender's batch never
 * harms another's.
 */
export function createGroupCommit({ write, windowMs, maxRecords }: GroupCommitOptions): GroupCommit {
  let group: Waiting[] = [];
  let records = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (group.length === 0) return;
    const full = group;
    group = [];
    records = 0;
    writing = writing.then(() => writeGroup(full, write));
  };

  return {
    add: (batch) =>
      new Promise((resolve, reject) => {
        group.push({ batch, resolve, reject });
        records += batch.spans.length + batch.logs.length;
        if (records >= maxRecords) flush();
        else timer ??= setTimeout(flush, windowMs);
      }),
    drained: () => {
      flush();
      return writing;
    },
  };
}

async function writeGroup(
  group: readonly Waiting[],
  write: (batch: TelemetryBatch) => Promise<unknown>,
): Promise<void> {
  try {
    await write({
      spans: group.flatMap(({ batch }) => batch.spans),
      logs: group.flatMap(({ batch }) => batch.logs),
    });
    for (const { resolve } of group) resolve();
  } catch (error) {
    // A store that cannot be written to now fails every batch alike, each after its own waiting time.
    if (group.length === 1 || isStoreDown(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const waiting of group) await writeGroup([waiting], write);
  }
}

function isStoreDown(error: unknown): boolean {
  return isFaaslensError(error) && ['unavailable', 'overloaded', 'timeout'].includes(error.code);
}
