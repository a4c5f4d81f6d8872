import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import type { FunctionSeries } from '../../explore';
import { planSteps } from '../query-figures';
import { prepareMinutesSince } from '../retention/floor';

interface Row {
  readonly scope: string;
  readonly start_seconds: number;
  readonly invocations: number;
  readonly ok: number;
}

export function prepareFunctionSeries(
  db: Database.Database,
): (query: {
  readonly range: TimeRange;
  readonly stepMs: number;
  readonly functionIds: readonly string[];
}) => readonly FunctionSeries[] {
  const minutesSince = prepareMinutesSince(db);
  const rows = db.prepare<[string, number, number, number], Row>(
    `SELECT scope, start_seconds, invocations, ok FROM rollup
     WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
  );
  return (query) => {
    const { length, pieces, stepOf } = planSteps(query, minutesSince());
    const scopes = JSON.stringify(query.functionIds);
    const found = new Map<string, { invocations: number[]; errors: number[] }>();
    for (const { step, from, to } of pieces) {
      for (const row of rows.iterate(scopes, step, from, to)) {
        const counts = found.get(row.scope) ?? { invocations: zeros(length), errors: zeros(length) };
        found.set(row.scope, counts);
        const index = stepOf(row.start_seconds);
        counts.invocations[index] = (counts.invocations[index] ?? 0) + row.invocations;
        counts.errors[index] = (counts.errors[index] ?? 0) + row.invocations - row.ok;
      }
    }
    return [...found].map(([functionId, counts]) => ({ functionId, ...counts }));
  };
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
