import type Database from 'better-sqlite3';
import type { CostsQuery } from '../../costs';
import { coverRange } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { hexBytes, nsToDurationMs } from '../values';
import type { AnyGroup } from './any-group';

interface DependencyRow {
  readonly no: number;
  readonly name: string;
}

/** Answers what waiting cost, by the name of what was waited for. */
export function prepareDependencyCosts(db: Database.Database): (query: CostsQuery) => AnyGroup[] {
  const dependencies = db.prepare<[string | null, Buffer | null], DependencyRow>(
    `SELECT no, name FROM dependency
     WHERE lower(hex(function_id)) IN (SELECT id FROM function WHERE environment = coalesce(?, environment))
       AND function_id = coalesce(?, function_id)`,
  );
  const minutesSince = prepareMinutesSince(db);
  const counted = db
    .prepare<[string, number, number, number], [no: bigint, invocations: bigint, ns: bigint, cost: bigint]>(
      `SELECT dependency_no, invocations, waited_ns, cost_pico_usd FROM dependency_rollup
       WHERE dependency_no IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ?
         AND start_seconds < ? AND invocations > 0`,
    )
    .raw()
    .safeIntegers();

  return ({ range, environment, functionId }) => {
    const names = new Map(
      dependencies
        .all(environment ?? null, functionId === undefined ? null : hexBytes(functionId))
        .map(({ no, name }) => [no, name]),
    );
    const list = JSON.stringify([...names.keys()]);
    const groups = new Map<string, { invocations: bigint; ns: bigint; cost: bigint }>();
    for (const { step, from, to } of coverRange(range, { minutesSince: minutesSince() })) {
      for (const [no, invocations, ns, cost] of counted.all(list, step, from, to)) {
        const name = names.get(Number(no)) ?? '';
        const own = groups.get(name) ?? { invocations: 0n, ns: 0n, cost: 0n };
        own.invocations += invocations;
        own.ns += ns;
        own.cost += cost;
        groups.set(name, own);
      }
    }
    return Array.from(groups, ([key, { invocations, ns, cost }]) => ({
      key,
      invocations: Number(invocations),
      waitedMs: nsToDurationMs(ns),
      cost,
    }));
  };
}
