import type Database from 'better-sqlite3';
import type { InvocationFilter } from '../invocations';
import { Conditions, type SqlValue } from './conditions';
import { environmentScope, variantScope } from './rollup-scope';
import { OTHER_VARIANTS } from './variant-table';

/** Counters that count every invocation that a filter can match. */
export interface ZoneSource {
  readonly table: 'rollup' | 'dependency_rollup';
  readonly column: 'scope' | 'dependency_no';
  readonly keys: readonly (string | number)[];
  /** Whether its rows have the columns of `rollup`. */
  readonly hasSigns: boolean;
  /** Whether it counts all that are looked through; where it counts a part of them, only minutes lead to few. */
  readonly countsAll: boolean;
}

/** With more of them, what the counters of all functions together say is read faster. */
const MOST_KEYS = 200;

/** The narrowest counters; null when they would say no more than rows do. `isTelling`: so does something in them. */
export function prepareZoneSources(
  db: Database.Database,
): (query: InvocationFilter, isTelling: boolean) => ZoneSource | null {
  const list = <Key>(sql: string, { where, values }: Conditions) =>
    db
      .prepare<SqlValue[], Key>(`${sql} ${where} LIMIT ${MOST_KEYS + 1}`)
      .pluck()
      .all(...values);

  return (query, isTelling) => {
    const { environment, functionId, region, provider, runtime, version, memoryMb } = query;
    const dependency = query.dependency ?? query.called ?? query.failedCall;
    const ofFunctions = () =>
      new Conditions()
        .andIf(environment, 'f.environment = ?')
        .andIf(functionId, 'f.id = ?')
        .andIf(region, `coalesce(f.region, '') = ?`)
        .andIf(provider, `coalesce(f.provider, '') = ?`)
        .andIf(runtime, `coalesce(f.runtime, '') = ?`);
    if (dependency !== undefined) {
      const keys = list<number>(
        'SELECT d.no FROM function f CROSS JOIN dependency d ON d.function_id = unhex(f.id)',
        ofFunctions().and('d.name = ?', dependency),
      );
      if (keys.length <= MOST_KEYS)
        return {
          table: 'dependency_rollup',
          column: 'dependency_no',
          keys,
          hasSigns: false,
          countsAll: false,
        };
    }
    const rollups = (keys: readonly string[], countsAll: boolean): ZoneSource => ({
      table: 'rollup',
      column: 'scope',
      keys,
      hasSigns: true,
      countsAll,
    });
    if (version !== undefined || memoryMb !== undefined) {
      const conditions = ofFunctions();
      const wanted = new Conditions()
        .andIf(version, 'v.version = ?')
        .andIf(memoryMb === undefined ? undefined : Math.max(0, Math.round(memoryMb)), 'v.memory_mb = ?');
      const isOne = `${wanted.where.replace(/^WHERE /, '')} OR v.memory_mb = ${OTHER_VARIANTS}`;
      const numbers = list<number>(
        'SELECT v.no FROM function f CROSS JOIN function_variant v ON v.function_id = unhex(f.id)',
        conditions.and(isOne, ...wanted.values),
      );
      if (numbers.length <= MOST_KEYS) return rollups(numbers.map(variantScope), false);
    }
    const isOfSome = region !== undefined || provider !== undefined || runtime !== undefined;
    if (isOfSome || (functionId !== undefined && isTelling)) {
      const ids = list<string>('SELECT f.id FROM function f', ofFunctions());
      if (ids.length <= MOST_KEYS) return rollups(ids, functionId !== undefined);
    }
    // Rows of one function have an index.
    if (functionId !== undefined || (environment === undefined && !isTelling)) return null;
    const names =
      environment === undefined
        ? list<string>('SELECT DISTINCT environment FROM function', new Conditions())
        : [environment];
    return names.length <= MOST_KEYS ? rollups(names.map(environmentScope), environment === undefined) : null;
  };
}
