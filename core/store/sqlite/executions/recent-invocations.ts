import type Database from 'better-sqlite3';
import { HASH_START, hashText, mix } from '../../derive/hash';
import { fromIdValue } from '../values';
import { RecentRows } from './recent-rows';

/** Rows of `invocation` by their invocation id, as far as they were written lately. */
export interface RecentInvocations {
  /** To be called for every row that is written. */
  note(id: bigint, invocationId: string | null): void;
  /** Ids of rows that may have this invocation id; some may be gone, or another one's. */
  candidates(invocationId: string): readonly number[];
  /** Whether all rows written since then (milliseconds since the epoch) would be found. */
  covers(timeMs: number): boolean;
  /** To be called when another connection may have written. */
  forget(): void;
}

/**
 * Costs nothing until it is asked. `now`: milliseconds since the epoch; `size`: of the last so many rows at least, none is
 * missed.
 */
export function createRecentInvocations(
  db: Database.Database,
  now: () => number,
  size = 100_000,
): RecentInvocations {
  const newest = db.prepare<[number], { id: number; invocation_id: Buffer | string | null }>(
    `SELECT id, invocation_id FROM (SELECT id, invocation_id FROM invocation ORDER BY id DESC LIMIT ?)
       ORDER BY id`,
  );
  const count = db
    .prepare<[number], number>('SELECT count(*) FROM (SELECT 1 FROM invocation LIMIT ?)')
    .pluck();
  let rows: RecentRows | null = null;

  const read = (): RecentRows => {
    const nowMs = now();
    const found = new RecentRows(nowMs, (count.get(size + 1) ?? 0) <= size, size);
    for (const { id, invocation_id } of newest.iterate(size)) {
      const invocationId = fromIdValue(invocation_id);
      if (invocationId !== null) found.note(hashOf(invocationId), id, nowMs);
    }
    rows = found;
    return found;
  };

  return {
    note(id, invocationId) {
      if (invocationId !== null) rows?.note(hashOf(invocationId), Number(id), now());
    },
    candidates: (invocationId) => (rows ?? read()).find(hashOf(invocationId)),
    covers: (timeMs) => (rows ?? read()).covers(timeMs),
    forget() {
      rows = null;
    },
  };
}

function hashOf(invocationId: string): number {
  return mix(hashText(HASH_START, invocationId));
}
