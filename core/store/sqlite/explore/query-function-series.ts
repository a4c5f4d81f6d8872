import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import type { FunctionSeries } from '../../explore';
import { planSteps } from '../query-figures';
import { prepareMinutesSince } from '../retention/floor';

type Row = readonly [scope: string, startSeconds: number, invocations: number, ok: number];

export function prepareFunctionSeries(
  db: Database.Database,
): (query: {
  readonly range: TimeRange;
  readonly stepMs: number;
  readonly functionIds: readonly string[];
}) => readonly FunctionSeries[] {
  const minutesSince = prepareMinutesSince(db);
  const rows = db
    .prepare<[string, number, number, number], Row>(
      `SELECT scope, start_seconds, invocations, ok FROM rollup
       WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
    )
    .raw();
  return (query) => {
    const { length, pieces, stepOf } = planSteps(query, minutesSince());
    const scopes = JSON.stringify(query.functionIds);
    const found = new Map<string, { invocations: number[]; errors: number[] }>();
    for (const { step, from, to } of pieces) {
      for (const [scope, start, invocations, ok] of rows.all(scopes, step, from, to)) {
        const counts = found.get(scope) ?? { invocations: zeros(length), errors: zeros(length) };
        found.set(scope, counts);
        const index = stepOf(start);
        counts.invocations[index] = (counts.invocations[index] ?? 0) + invocations;
        counts.errors[index] = (counts.errors[index] ?? 0) + invocations - ok;
      }
    }
    return [...found].map(([functionId, counts]) => ({ functionId, ...counts }));
  };
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
