import { type TimeRange, toWholeMinutes } from '../../model/time-range';
import type { Connection } from './connection';
import { type AnsweredFigures, type FigureName, figureSelect, hourSelect } from './figure-columns';
import { readFiguresSince } from './retention/floor';
import { aboutHours, splitRange } from './split-range';
import type { Conditions } from './statement';

/** What is asked of the rows of a range, of `i`: either invocations, or the hours that are left of them. */
export interface FigureQuestion {
  readonly conditions: Conditions;
  /** What comes beside the figures. */
  readonly select?: string;
  readonly groupBy?: string;
}

/**
 * Figures of a range, of each group one row, or two: before what is kept, those of whole hours. All figures unless some are
 * named, which reads their columns only.
 */
export async function askFigures<Keys extends object, Name extends FigureName = FigureName>(
  connection: Connection,
  range: TimeRange,
  ask: (range: TimeRange) => FigureQuestion,
  names?: readonly Name[],
): Promise<readonly (AnsweredFigures<Name> & Keys)[]> {
  const { rows, hours } = splitRange(toWholeMinutes(range), await readFiguresSince(connection));
  const read = (part: TimeRange, figures: string, from: string, toText = (text: string) => text) => {
    const { conditions, select, groupBy } = ask(part);
    return connection.ask<AnsweredFigures<Name> & Keys>(
      `SELECT ${select === undefined ? '' : `${toText(select)}, `}${figures} FROM ${from} ${toText(conditions.where)}
       ${groupBy === undefined ? '' : `GROUP BY ${groupBy}`}`,
      conditions.values,
    );
  };
  const [young, old] = await Promise.all([
    read(rows, figureSelect(names), 'invocation AS i'),
    hours === null ? [] : read(hours, hourSelect(names), 'hour_figure AS h FINAL', aboutHours),
  ]);
  return [...old, ...young];
}
