import type Database from 'better-sqlite3';
import type { InvocationFilter } from '../../invocations';
import type { Conditions } from '../conditions';
import { decodeCalls } from '../dependencies/calls-codec';
import { decodeSplit } from './split-codec';

/** Conditions on invocations `i`; each takes the list of a dependency's numbers. */
const WAITS_FOR = 'waits_for(i.cost_split, ?)';
const CALLED = 'called(i.calls, ?)';
const FAILED_CALL = 'failed_call(i.calls, ?)';

/** Adds what a filter asks about dependencies. */
export type AddDependencies = (conditions: Conditions, query: InvocationFilter) => void;

/** Finds the invocations that waited for a dependency, or called one, by looking at each. */
export function prepareDependencyFilter(db: Database.Database): AddDependencies {
  const numbers = db
    .prepare<[string], bigint>('SELECT no FROM dependency WHERE name = ?')
    .pluck()
    .safeIntegers();
  const define = (name: string, isIn: (stored: Buffer, wanted: ReadonlySet<string>) => boolean) => {
    let listed = '';
    let wanted: ReadonlySet<string> = new Set();
    db.function(name, { deterministic: true }, (stored: unknown, list: unknown) => {
      if (list !== listed) {
        listed = String(list);
        wanted = new Set(listed.split(','));
      }
      return Buffer.isBuffer(stored) && isIn(stored, wanted) ? 1 : 0;
    });
  };
  define('waits_for', (split, wanted) => decodeSplit(split).waiting.some(({ no }) => wanted.has(String(no))));
  define('called', (calls, wanted) => decodeCalls(calls).some(({ no }) => wanted.has(String(no))));
  define('failed_call', (calls, wanted) =>
    decodeCalls(calls).some(({ no, errors }) => errors > 0 && wanted.has(String(no))),
  );
  return (conditions, { dependency, called, failedCall }) => {
    for (const [condition, name] of [
      [WAITS_FOR, dependency],
      [CALLED, called],
      [FAILED_CALL, failedCall],
    ] as const)
      if (name !== undefined) conditions.and(condition, numbers.all(name).join(','));
  };
}
