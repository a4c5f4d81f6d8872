import type Database from 'better-sqlite3';
import type { Conditions } from './conditions';

interface Owner {
  readonly id: string;
  readonly name: string;
}

export interface LogFunctions {
  /** The function that wrote a record, when its resource (or, for shared resources, its trace) tells which one. */
  ownerOf(origin: Buffer, traceKey: Buffer | null): Owner | null;
  /** Leaves only records (alias `l`) of the function. */
  restrict(conditions: Conditions, functionId: string): void;
}

export function prepareLogFunctions(db: Database.Database): LogFunctions {
  const ownersOf = db.prepare<[Buffer], Owner>(
    `SELECT f.id, f.name FROM function_origin o JOIN function f ON f.id = o.function_id WHERE o.origin = ?`,
  );
  const inTrace = db
    .prepare<[Buffer, Buffer], string>(
      'SELECT DISTINCT function_id FROM invocation WHERE trace_id = ? AND origin = ?',
    )
    .pluck();
  const originsOf = db
    .prepare<[string], Buffer>('SELECT origin FROM function_origin WHERE function_id = ?')
    .pluck();

  return {
    ownerOf(origin, traceKey) {
      const owners = ownersOf.all(origin);
      if (owners.length <= 1 || traceKey === null) return owners.length === 1 ? (owners[0] ?? null) : null;
      const [only, ...others] = inTrace.all(traceKey, origin);
      return others.length > 0 ? null : (owners.find(({ id }) => id === only) ?? null);
    },

    restrict(conditions, functionId) {
      const origins = originsOf.all(functionId);
      const terms = origins.map((origin) =>
        ownersOf.all(origin).length === 1
          ? { term: 'l.origin = ?', values: [origin] }
          : {
              // The resource runs several functions: the record's trace must have invoked this one, and no other.
              term: `l.origin = ? AND (SELECT min(i.function_id) = ? AND max(i.function_id) = ? FROM invocation i
                     WHERE i.trace_id = l.trace_id AND i.origin = l.origin)`,
              values: [origin, functionId, functionId],
            },
      );
      if (terms.length === 0) conditions.and('FALSE');
      else
        conditions.and(
          terms.map(({ term }) => `(${term})`).join(' OR '),
          ...terms.flatMap((one) => one.values),
        );
    },
  };
}
