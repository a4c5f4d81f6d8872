import { HOUR_MS, MINUTE_MS, type TimeRange, toWholeMinutes } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import type { Connection } from '../connection';
import { readFiguresSince } from '../retention/floor';
import { aboutHours, splitBeginning } from '../split-range';
import { Conditions } from '../statement';
import { MINUTE_NS } from './row-figures';

interface Newest {
  readonly function: string;
  readonly minute: string;
}

export function prepareLastRuns(connection: Connection): AlertFigureReader['lastRuns'] {
  const newest = (table: string, name: 'i' | 'h', range: TimeRange) => {
    const { where, values } = new Conditions().happened('i.start_ns', range);
    const about = name === 'h' ? aboutHours : (text: string) => text;
    return connection.ask<Newest>(
      `SELECT ${name}.function_id AS function, toString(max(intDiv(${name}.start_ns, ${MINUTE_NS}))) AS minute
       FROM ${table} AS ${name} ${about(where)} GROUP BY function`,
      values,
    );
  };
  return async ({ afterMs, beforeMs }) => {
    const range = toWholeMinutes({ fromMs: afterMs, toMs: beforeMs });
    const parts = splitBeginning(range, await readFiguresSince(connection));
    const [young, old] = await Promise.all([
      newest('invocation', 'i', parts.rows),
      parts.hours === null ? [] : newest('hour_figure', 'h', parts.hours),
    ]);
    // Somewhere in the hour: nobody is told of a longer silence than is known.
    const runs = new Map(
      old.map(({ function: functionId, minute }) => [
        functionId,
        Math.min(Number(minute) * MINUTE_MS + HOUR_MS, range.toMs) - MINUTE_MS,
      ]),
    );
    for (const { function: functionId, minute } of young) runs.set(functionId, Number(minute) * MINUTE_MS);
    return [...runs].map(([functionId, at]) => ({ functionId, at }));
  };
}
