import type Database from 'better-sqlite3';
import type { PromotedValue } from './promoted-value';

/** What of an invocation's row is kept with each of its values; integers are bigint. */
export interface ValueOwner {
  readonly id: bigint;
  readonly start_ns: bigint;
  readonly function_no: bigint;
  readonly outcome: bigint;
}

/** The rows of the table `invocation_attribute`. */
export interface ValueRows {
  save(attributeNo: bigint, owner: ValueOwner, value: PromotedValue): void;
  remove(attributeNo: bigint, owner: ValueOwner): void;
  /** Removes some hundred values of an attribute; answers whether there are more. */
  removeSome(attributeNo: bigint): boolean;
}

/**
 * The index on values has a part for each 4096 invocations in the order of their rows: an index over all would make every
 * value of a commit change a page of its own, the more the larger it is. A search looks into each part.
 */
const BUCKET_BITS = 12n;
const AT_ONCE = 500;

interface Place {
  readonly start_ns: bigint;
  readonly invocation_id: bigint;
}

export function prepareValueRows(db: Database.Database): ValueRows {
  const save = db.prepare(
    `INSERT INTO invocation_attribute (attribute_no, start_ns, invocation_id, value, bucket, function_no, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value`,
  );
  const remove = db.prepare<[bigint, bigint, bigint]>(
    'DELETE FROM invocation_attribute WHERE attribute_no = ? AND start_ns = ? AND invocation_id = ?',
  );
  const placeAfterSome = db
    .prepare<[bigint, number], Place>(
      `SELECT start_ns, invocation_id FROM invocation_attribute NOT INDEXED WHERE attribute_no = ?
       ORDER BY start_ns, invocation_id LIMIT 1 OFFSET ?`,
    )
    .safeIntegers();
  const removeBefore = db.prepare<[bigint, bigint, bigint, bigint]>(
    `DELETE FROM invocation_attribute NOT INDEXED
     WHERE attribute_no = ? AND start_ns <= ? AND (start_ns, invocation_id) < (?, ?)`,
  );
  const removeAll = db.prepare<[bigint]>('DELETE FROM invocation_attribute WHERE attribute_no = ?');

  return {
    save(no, { id, start_ns, function_no, outcome }, value) {
      save.run(no, start_ns, id, value, id >> BUCKET_BITS, function_no, outcome);
    },
    remove(no, { id, start_ns }) {
      remove.run(no, start_ns, id);
    },
    removeSome(no) {
      const place = placeAfterSome.get(no, AT_ONCE);
      if (place) removeBefore.run(no, place.start_ns, place.start_ns, place.invocation_id);
      else removeAll.run(no);
      return place !== undefined;
    },
  };
}

/** The buckets that there may be, as a JSON list: those of the oldest to the newest row. */
export function prepareBuckets(db: Database.Database): () => string {
  const ends = db
    .prepare<[], { first: bigint | null; last: bigint | null }>(
      'SELECT (SELECT min(id) FROM invocation) AS first, (SELECT max(id) FROM invocation) AS last',
    )
    .safeIntegers();
  return () => {
    const { first = null, last = null } = ends.get() ?? {};
    const from = Number((first ?? 0n) >> BUCKET_BITS);
    const to = Number((last ?? 0n) >> BUCKET_BITS);
    return JSON.stringify(Array.from({ length: to - from + 1 }, (_, index) => from + index));
  };
}
