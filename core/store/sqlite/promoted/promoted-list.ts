import type Database from 'better-sqlite3';
import { FaaslensError } from '../../../errors';
import type { PromotedAttribute } from '../../promoted-attributes';
import { nsToTimeMs } from '../values';

/** A row of the table `promoted_attribute`; numbers are bigint. */
export interface PromotedRow {
  readonly no: bigint;
  readonly key: string;
  readonly promoted_ms: bigint;
  readonly removed: bigint;
  readonly filled_ns: bigint | null;
  readonly filled_id: bigint;
  readonly examined: bigint;
  readonly missed: bigint;
}

export interface PromotedList {
  /** Those that users know, oldest first. */
  promoted(): readonly PromotedRow[];
  /** @throws FaaslensError `invalid_input` when the key is not promoted. */
  named(key: string): PromotedRow;
  /** Those whose values are still being filled in or removed. */
  unsettled(): readonly PromotedRow[];
}

export function preparePromotedList(db: Database.Database): PromotedList {
  const select = (conditions: string) =>
    db
      .prepare<unknown[], PromotedRow>(`SELECT * FROM promoted_attribute WHERE ${conditions} ORDER BY no`)
      .safeIntegers();
  const promoted = select('removed = 0');
  const named = select('removed = 0 AND key = ?');
  const unsettled = select('removed = 1 OR filled_ns IS NOT NULL');
  return {
    promoted: () => promoted.all(),
    named(key) {
      const row = named.get(key);
      if (row) return row;
      throw new FaaslensError(
        'invalid_input',
        `attribute ${key.slice(0, 100)}: is not promoted; promoted attributes can be filtered and counted by`,
      );
    },
    unsettled: () => unsettled.all(),
  };
}

export function toPromotedAttribute(row: PromotedRow): PromotedAttribute {
  return {
    key: row.key,
    promotedAt: Number(row.promoted_ms),
    completeSince: completeSince(row),
    examined: Number(row.examined),
    missed: Number(row.missed),
  };
}

/** Milliseconds; null when all invocations have their values. */
export function completeSince({ filled_ns }: PromotedRow): number | null {
  // The next microsecond: of those that start at the same time, some may be missing.
  return filled_ns === null ? null : nsToTimeMs(filled_ns + 1000n);
}
