import type Database from 'better-sqlite3';
import type { HistoryRest } from '../../history';
import { logHash } from '../blocks/log-hash';
import { createFloor } from '../retention/floor';
import { hexBytes, PLATFORM_CODE } from '../values';
import { prepareHours } from './hours';
import { prepareSaid } from './said';

const ROWS_AT_ONCE = 2_000;

/** What is read of a file that is moved, beside its blocks. */
export function prepareRest(db: Database.Database): HistoryRest {
  const texts = (statement: string) => db.prepare<[], string>(statement).pluck();
  const environments = texts('SELECT name FROM environment ORDER BY name');
  const promoted = db.prepare<[], { key: string; promotedMs: number }>(
    'SELECT key, promoted_ms AS promotedMs FROM promoted_attribute WHERE removed = 0 ORDER BY no',
  );
  const policy = db.prepare<[], string | null>('SELECT policy FROM retention').pluck();
  const deletedTraces = texts('SELECT lower(hex(key)) FROM deleted WHERE length(key) = 16');
  const anyLog = db.prepare<[], number>('SELECT 1 FROM deleted WHERE length(key) = 8 LIMIT 1').pluck();
  const isDeleted = db.prepare<[Buffer], number>('SELECT 1 FROM deleted WHERE key = ?').pluck();
  const deletions = db.prepare<[], { no: number; query: string; requested_ms: number }>(
    'SELECT no, query, requested_ms FROM deletion WHERE state = 0 ORDER BY no',
  );
  const orphan = db
    .prepare<[bigint, Buffer, Buffer], number>(
      `SELECT 1 FROM invocation WHERE start_ns = ? AND span_id = ? AND trace_id = ? AND source = ${PLATFORM_CODE}`,
    )
    .pluck();
  const seen = db
    .prepare<[bigint], { fingerprint: string; firstNs: bigint }>(
      `SELECT lower(hex(fingerprint)) AS fingerprint, first_seen_ns AS firstNs FROM error_group
       WHERE first_seen_ns < ?`,
    )
    .safeIntegers();
  const floorNs = createFloor(db).read;

  return {
    floorNs,
    isThinned: () => typeof policy.get() === 'string',
    environments: () => environments.all(),
    promoted: () => promoted.all(),
    ...prepareSaid(db),
    ...prepareHours(db, floorNs),
    *deletedTraces() {
      const all = deletedTraces.all();
      for (let at = 0; at < all.length; at += ROWS_AT_ONCE) yield all.slice(at, at + ROWS_AT_ONCE);
    },
    hasDeletedLogs: () => anyLog.get() === 1,
    isDeletedLog(log) {
      const key = Buffer.alloc(8);
      key.writeBigUInt64BE(logHash(log));
      return isDeleted.get(key) === 1;
    },
    deletions: () =>
      deletions
        .all()
        .map(({ no, query, requested_ms }) => ({ no, query: JSON.parse(query), requestedMs: requested_ms })),
    hasOrphan: ({ traceId, spanId, startNs }) =>
      orphan.get(startNs, hexBytes(spanId), hexBytes(traceId)) === 1,
    errorsSeen: () => seen.all(floorNs()),
  };
}
