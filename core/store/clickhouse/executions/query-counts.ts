import { functionId as idOf } from '../../../model/function-identity';
import { MINUTE_MS, toWholeMinutes } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import { beyondReports, type CountedInStep, CountedSums } from '../../derive/beyond-reports';
import { fittingFunction } from '../../derive/fitting-function';
import type { FiguresQuery } from '../../figures';
import type { Connection } from '../connection';
import { figureConditions, stepTerm } from '../figure-conditions';
import { askFigures } from '../figure-rows';
import type { StepFigures } from '../figures-together';
import { readFiguresSince } from '../retention/floor';
import { splitRange } from '../split-range';
import { idList } from '../statement';
import { COUNT_STREAM, countedMinutes } from './counted-minutes';
import { prepareInvocationRows } from './invocation-rows';

/**
 * What platforms counted of the functions asked for, in each step of so many milliseconds since the epoch. `figures`: those of
 * the query in the same steps, if they are asked for anyway.
 */
export type CountedFigures = (
  query: FiguresQuery,
  stepMs: number,
  figures?: Promise<readonly StepFigures[]>,
) => Promise<readonly CountedInStep[]>;

interface CountRow {
  readonly name: string;
  readonly feed: number;
  readonly naming: readonly [provider: string, accountId: string, region: string, environment: string];
  readonly throttles: number;
  readonly told: string;
  readonly sum: string;
}

interface ReportedKeys {
  readonly function: string;
  readonly step: string;
}

const REPORTED = ['invocations', 'reported', 'received'] as const;

interface CountedRow {
  readonly functionId: string;
  readonly environment: string;
  readonly feed: number;
  readonly isThrottles: boolean;
  readonly minute: number;
  readonly more: number;
}

function minutesOf({ fromMs, toMs }: FiguresQuery['range']): [from: number, to: number] {
  return [Math.floor(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS)];
}

export function prepareCounts(connection: Connection): {
  readonly counted: CountedFigures;
  readonly throttledAttempts: AlertFigureReader['throttledAttempts'];
} {
  const rows = prepareInvocationRows(connection);

  const read = async (range: FiguresQuery['range'], only: string): Promise<readonly CountedRow[]> => {
    const { rows: young, hours } = splitRange(toWholeMinutes(range), await readFiguresSince(connection));
    const [from, to] = minutesOf(young);
    const [fromHour, toHour] = hours === null ? [0, 0] : minutesOf(hours);
    const old = `SELECT ${COUNT_STREAM}, minute, more FROM hour_count FINAL
      WHERE minute >= ${fromHour} AND minute < ${toHour} ${only}`;
    const counts = await connection.ask<CountRow>(
      `SELECT function_name AS name, feed, [provider, account_id, region, environment] AS naming,
         is_throttles AS throttles, toString(minute) AS told, toString(more) AS sum
       FROM (${countedMinutes(from, to, only)} ${hours === null ? '' : `UNION ALL ${old}`})`,
    );
    const named = await rows.functionsNamed(new Set(counts.map(({ name }) => name)));
    return counts.map(({ name, feed, naming, throttles, told, sum }) => {
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
        minute: Number(told),
        more: Number(sum),
      };
    });
  };

  return {
    async counted(query, stepMs, figures) {
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
      if (functionId !== undefined && figures !== undefined) {
        for (const { step, figures: one } of await figures) {
          const sum = sums.known(functionId, step);
          if (!sum) continue;
          sum.invocations += Number(one.invocations);
          sum.reported += Number(one.reported);
          sum.received += Number(one.received);
        }
        return Array.from(sums.all(), beyondReports);
      }
      const ids = idList(new Set(told.map((one) => one.functionId)));
      const reports = await askFigures<ReportedKeys, (typeof REPORTED)[number]>(
        connection,
        query.range,
        (range) => {
          const conditions = figureConditions({ range }).and(`i.function_id IN ${ids}`);
          const step = stepTerm(conditions, stepMs);
          return {
            conditions,
            select: `i.function_id AS function, toString(${step}) AS step`,
            groupBy: 'function, step',
          };
        },
        { names: REPORTED, stepMs },
      );
      for (const row of reports) {
        const sum = sums.known(row.function, Number(row.step));
        if (!sum) continue;
        sum.invocations += Number(row.figure_invocations);
        sum.reported += Number(row.figure_reported);
        sum.received += Number(row.figure_received);
      }
      return Array.from(sums.all(), beyondReports);
    },

    async throttledAttempts({ range }) {
      const attempts = new Map<string, { functionId: string; at: number; attempts: number }>();
      for (const { functionId, minute, more } of await read(range, 'AND is_throttles = 1')) {
        // Of ranges that follow each other an hour belongs to the one in which it begins.
        if (minute * MINUTE_MS < toWholeMinutes(range).fromMs) continue;
        const key = `${functionId} ${minute}`;
        const known = attempts.get(key) ?? { functionId, at: minute * MINUTE_MS, attempts: 0 };
        known.attempts += more;
        attempts.set(key, known);
      }
      return [...attempts.values()];
    },
  };
}
