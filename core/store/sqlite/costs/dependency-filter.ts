import type Database from 'better-sqlite3';
import { decodeSplit } from './split-codec';

/** A condition on invocations `i` that takes the list that `numbersOf` answers. */
export const WAITS_FOR = 'waits_for(i.cost_split, ?)';

/** Finds the invocations that waited for a dependency, by looking at each; answers its numbers as a list for WAITS_FOR. */
export function prepareDependencyFilter(db: Database.Database): (dependency: string) => string {
  const numbers = db
    .prepare<[string], bigint>('SELECT no FROM dependency WHERE name = ?')
    .pluck()
    .safeIntegers();
  let listed = '';
  let wanted: ReadonlySet<string> = new Set();
  db.function('waits_for', { deterministic: true }, (split: unknown, list: unknown) => {
    if (list !== listed) {
      listed = String(list);
      wanted = new Set(listed.split(','));
    }
    if (!Buffer.isBuffer(split)) return 0;
    return decodeSplit(split).waiting.some(({ no }) => wanted.has(String(no))) ? 1 : 0;
  });
  return (dependency) => numbers.all(dependency).join(',');
}
