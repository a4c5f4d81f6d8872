import type Database from 'better-sqlite3';
import type { RollupDelta } from './rollup-deltas';
import { ROLLUP_STEPS } from './rollup-scope';
import { VARIANT_OF } from './variant-table';

const SECOND_NS = 1_000_000_000n;

/** The longest duration that a rollup row counts, when it cannot be told from the row and what changed. */
export function prepareLongest(db: Database.Database): (delta: RollupDelta) => bigint {
  const ofRows = {
    function: maxStatement(db, 'i.function_no = (SELECT no FROM function WHERE id = $value)'),
    // The plus keeps the search in the range: an environment may have any number of functions.
    environment: maxStatement(db, '+i.function_no IN (SELECT no FROM function WHERE environment = $value)'),
    variant: maxStatement(
      db,
      `i.function_no = (SELECT f.no FROM function f JOIN function_variant v ON f.id = lower(hex(v.function_id))
         WHERE v.no = $value) AND ${VARIANT_OF} = CAST($value AS INTEGER)`,
    ),
  };
  const ofFiner = db
    .prepare<[string, number, number, number], bigint | null>(
      `SELECT max(duration_max_ns) FROM rollup
       WHERE scope = ? AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
    )
    .pluck()
    .safeIntegers();

  // From the rows of the minute; of longer steps from the finer ones, which are up to date by then.
  return ({ kind, value, scope, step, start }) => {
    const finer = ROLLUP_STEPS.findLast((one) => one < step);
    if (finer !== undefined) return ofFiner.get(scope, finer, start, start + step) ?? 0n;
    const from = BigInt(start) * SECOND_NS;
    return ofRows[kind].get({ value, from, to: from + BigInt(step) * SECOND_NS }) ?? 0n;
  };
}

function maxStatement(db: Database.Database, ofScope: string) {
  return db
    .prepare<[{ value: string; from: bigint; to: bigint }], bigint | null>(
      `SELECT max(i.duration_ns) FROM invocation i CROSS JOIN function f ON f.no = i.function_no
       WHERE ${ofScope} AND i.start_ns >= $from AND i.start_ns < $to`,
    )
    .pluck()
    .safeIntegers();
}
