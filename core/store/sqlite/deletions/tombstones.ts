import type Database from 'better-sqlite3';
import type { LogRecord, TelemetryBatch } from '../../../model/telemetry';
import { logHash } from '../blocks/log-hash';
import { hexBytes } from '../values';

/** Remembers what was deleted, so that it does not come back when it is sent again. */
export interface Tombstones {
  addTrace(traceId: string): void;
  addLog(log: LogRecord): void;
  /** The batch without what belongs to deleted traces. */
  without(batch: TelemetryBatch): TelemetryBatch;
  /** Whether an equal record, without a trace, was deleted. */
  hasLog(log: LogRecord): boolean;
  /** Forgets what is older than 30 days. */
  expire(): void;
}

const KEPT_MS = 30 * 86_400_000;

/** `now`: milliseconds since the epoch. */
export function prepareTombstones(db: Database.Database, now: () => number): Tombstones {
  const any = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM deleted)').pluck();
  const has = db.prepare<[Buffer], number>('SELECT 1 FROM deleted WHERE key = ?').pluck();
  const add = db.prepare<[Buffer, number]>(
    `INSERT INTO deleted (key, until_ms) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET until_ms = excluded.until_ms`,
  );
  const expire = db.prepare<[number]>('DELETE FROM deleted WHERE until_ms < ?');
  // This writer alone adds to it.
  let isUsed = any.get() === 1;

  const save = (key: Buffer): void => {
    isUsed = true;
    add.run(key, Math.floor(now()) + KEPT_MS);
  };

  return {
    addTrace: (traceId) => save(hexBytes(traceId)),
    addLog: (log) => save(keyOf(log)),
    without(batch) {
      if (!isUsed) return batch;
      const known = new Map<string, boolean>();
      const isDeleted = (traceId: string): boolean => {
        const answer = known.get(traceId) ?? has.get(hexBytes(traceId)) === 1;
        known.set(traceId, answer);
        return answer;
      };
      return {
        ...batch,
        spans: batch.spans.filter(({ traceId }) => !isDeleted(traceId)),
        logs: batch.logs.filter(({ traceId }) => traceId === null || !isDeleted(traceId)),
      };
    },
    hasLog: (log) => isUsed && log.traceId === null && has.get(keyOf(log)) === 1,
    expire() {
      if (isUsed) expire.run(now());
    },
  };
}

/** 8 bytes, so that none is a trace's. */
function keyOf(log: LogRecord): Buffer {
  const key = Buffer.alloc(8);
  key.writeBigUInt64BE(logHash(log));
  return key;
}
