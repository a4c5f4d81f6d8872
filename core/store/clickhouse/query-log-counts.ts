import { FaaslensError } from '../../errors';
import type { LogCounts, LogCountsQuery } from '../store';
import type { Connection } from './connection';
import { logConditions } from './log-conditions';
import { readOwners } from './owners';

const MOST_STEPS = 2000;
/** Without a severity, and the six names. */
const CLASSES = 7;
const CLASS = `if(severity = 0, 0, least(intDiv(severity - 1, 4) + 1, ${CLASSES - 1}))`;

/** Counts them all, whatever the time it takes. */
export function prepareLogCounts(connection: Connection): (query: LogCountsQuery) => Promise<LogCounts> {
  return async (query) => {
    const { range, stepMs } = query;
    if (!(stepMs > 0) || (range.toMs - range.fromMs) / stepMs > MOST_STEPS)
      throw new FaaslensError('invalid_input', `stepMs: the range must have at most ${MOST_STEPS} steps`);
    const conditions = logConditions(query, await readOwners(connection)).within('time_ns', range);
    const step = conditions.bind('intDiv(time_ns, ?)', BigInt(Math.round(stepMs * 1e6)));
    const rows = await connection.ask<{ step: string; class: number; records: string }>(
      `SELECT toString(${step}) AS step, toUInt8(${CLASS}) AS class, count() AS records
       FROM log FINAL ${conditions.where} GROUP BY step, class`,
      conditions.values,
    );
    const first = Math.floor(range.fromMs / stepMs);
    const steps = Array.from({ length: Math.max(0, Math.ceil(range.toMs / stepMs) - first) }, () => zeros());
    const counts = zeros();
    for (const row of rows) {
      const own = steps[Number(row.step) - first];
      if (own) own[row.class] = (own[row.class] ?? 0) + Number(row.records);
      counts[row.class] = (counts[row.class] ?? 0) + Number(row.records);
    }
    const all = counts.reduce((sum, count) => sum + count, 0);
    return {
      steps: steps.map((own, index) => ({ start: (first + index) * stepMs, counts: own })),
      counts,
      exact: true,
      lookedAt: all,
      candidates: all,
    };
  };
}

function zeros(): number[] {
  return new Array<number>(CLASSES).fill(0);
}
