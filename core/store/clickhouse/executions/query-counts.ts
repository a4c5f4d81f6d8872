import { functionId as idOf } from '../../../model/function-identity';
import { MINUTE_MS, toWholeMinutes } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import { beyondReports, type CountedInStep, CountedSums } from '../../derive/beyond-reports';
import { fittingFunction } from '../../derive/fitting-function';
import type { FiguresQuery } from '../../figures';
import type { Connection } from '../connection';
import { Conditions, idList } from '../statement';
import { prepareInvocationRows } from './invocation-rows';

/** What platforms counted of the functions asked for, in each step of so many milliseconds since the epoch. */
export type CountedFigures = (query: FiguresQuery, stepMs: number) => Promise<readonly CountedInStep[]>;

interface CountRow {
  readonly name: string;
  readonly feed: number;
  readonly naming: readonly [provider: string, accountId: string, region: string, environment: string];
  readonly throttles: number;
  readonly minute: string;
  readonly more: string;
}

interface ReportedRow {
  readonly function: string;
  readonly step: string;
  readonly invocations: string;
  readonly reported: string;
  readonly received: string;
}

interface CountedRow {
  readonly functionId: string;
  readonly environment: string;
  readonly feed: number;
  readonly isThrottles: boolean;
  readonly minute: number;
  readonly more: number;
}

const STREAM = 'function_name, feed, provider, account_id, region, environment, is_throttles, stream';

export function prepareCounts(connection: Connection): {
  readonly counted: CountedFigures;
  readonly throttledAttempts: AlertFigureReader['throttledAttempts'];
} {
  const rows = prepareInvocationRows(connection);

  /** A counter never falls: what counts for a minute is what it adds to the most that was told before. */
  const read = async (range: FiguresQuery['range'], only: string): Promise<readonly CountedRow[]> => {
    const { fromMs, toMs } = toWholeMinutes(range);
    const [from, to] = [Math.floor(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS)];
    const counts = await connection.ask<CountRow>(
      `SELECT function_name AS name, feed, [provider, account_id, region, environment] AS naming,
         is_throttles AS throttles, toString(minute) AS minute, toString(if(value > before, value - before, 0)) AS more
       FROM (SELECT ${STREAM}, minute, value, max(value) OVER (PARTITION BY ${STREAM} ORDER BY minute
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
             FROM platform_count FINAL WHERE minute < ${to} ${only}
               AND stream IN (SELECT stream FROM platform_count WHERE minute >= ${from} AND minute < ${to})) AS told
       WHERE told.minute >= ${from} AND (value > before OR is_throttles = 1)`,
    );
    const named = await rows.functionsNamed(new Set(counts.map(({ name }) => name)));
    return counts.map(({ name, feed, naming, throttles, minute, more }) => {
      const [provider, accountId, region, environment] = naming;
      const origin = { provider, accountId, region, environment, name, version: '', instance: '' };
      const found = fittingFunction(
        named.filter((one) => one.name === name),
        origin,
      );
      return {
        functionId: found?.id ?? idOf(origin),
        environment: found?.environment ?? environment,
        feed,
        isThrottles: throttles === 1,
        minute: Number(minute),
        more: Number(more),
      };
    });
  };

  return {
    async counted(query, stepMs) {
      const { environment, functionId } = query;
      const told = (await read(query.range, '')).filter(
        (one) =>
          (functionId === undefined || one.functionId === functionId) &&
          (environment === undefined || one.environment === environment),
      );
      if (told.length === 0) return [];
      const sums = new CountedSums();
      for (const { functionId: id, minute, feed, isThrottles, more } of told) {
        const sum = sums.at(id, Math.floor((minute * MINUTE_MS) / stepMs));
        if (isThrottles) sum.throttles = (sum.throttles ?? 0) + more;
        else sum.executions[feed] = (sum.executions[feed] ?? 0) + more;
      }
      const conditions = new Conditions()
        .within('i.start_ns', toWholeMinutes(query.range))
        .and(`i.function_id IN ${idList(new Set(told.map((one) => one.functionId)))}`);
      const step = conditions.bind('intDiv(i.start_ns, ?)', BigInt(stepMs) * 1_000_000n);
      const reports = await connection.ask<ReportedRow>(
        `SELECT i.function_id AS function, toString(${step}) AS step, count() AS invocations,
           sum(toUInt64(i.is_reported)) AS reported, countIf(i.is_reported = 1 AND i.source != 'platform') AS received
         FROM invocation AS i ${conditions.where} GROUP BY function, step`,
        conditions.values,
      );
      for (const row of reports) {
        const sum = sums.known(row.function, Number(row.step));
        if (!sum) continue;
        sum.invocations += Number(row.invocations);
        sum.reported += Number(row.reported);
        sum.received += Number(row.received);
      }
      return Array.from(sums.all(), beyondReports);
    },

    async throttledAttempts({ range }) {
      const attempts = new Map<string, { functionId: string; at: number; attempts: number }>();
      for (const { functionId, minute, more } of await read(range, 'AND is_throttles = 1')) {
        const key = `${functionId} ${minute}`;
        const known = attempts.get(key) ?? { functionId, at: minute * MINUTE_MS, attempts: 0 };
        known.attempts += more;
        attempts.set(key, known);
      }
      return [...attempts.values()];
    },
  };
}
