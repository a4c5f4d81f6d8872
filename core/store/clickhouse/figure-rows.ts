import { DAY_MS, HOUR_MS, type TimeRange, toWholeMinutes } from '../../model/time-range';
import type { Connection } from './connection';
import { type AnsweredFigures, type FigureName, figureSelect, hourSelect } from './figure-columns';
import { readFiguresSince } from './retention/floor';
import { amongSettled, notSettled, readSettledDays } from './settled/settled-days';
import { aboutHours, splitRange } from './split-range';
import type { Conditions } from './statement';

/** What is asked of the rows of a range, of `i`: either invocations, or the hours that are left of them. */
export interface FigureQuestion {
  readonly conditions: Conditions;
  /** What comes beside the figures. */
  readonly select?: string;
  readonly groupBy?: string;
}

export interface FigureOptions<Name extends FigureName> {
  /** Those that are asked for, whose columns alone are read; all unless told. */
  readonly names?: readonly Name[];
  /** Steps in which the rows are grouped by time, if they are. */
  readonly stepMs?: number;
  /** Times between which the rows are told apart: of a day in which one is, they are read. */
  readonly cutsMs?: readonly number[];
}

/**
 * Figures of a range, of each group some rows. They are read from invocations, but for whole hours before what is kept, and
 * for the days that are settled.
 */
export async function askFigures<Keys extends object, Name extends FigureName = FigureName>(
  connection: Connection,
  range: TimeRange,
  ask: (range: TimeRange) => FigureQuestion,
  { names, stepMs = HOUR_MS, cutsMs = [] }: FigureOptions<Name> = {},
): Promise<readonly (AnsweredFigures<Name> & Keys)[]> {
  const whole = toWholeMinutes(range);
  const [since, settledDays] = await Promise.all([
    readFiguresSince(connection),
    stepMs % HOUR_MS === 0 ? readSettledDays(connection, whole) : [],
  ]);
  const { rows, hours } = splitRange(whole, since);
  const isCut = (day: number) => cutsMs.some((at) => at % DAY_MS !== 0 && Math.floor(at / DAY_MS) === day);
  const days = settledDays.filter(({ day }) => day * DAY_MS >= rows.fromMs && !isCut(day));
  const read = (
    part: TimeRange,
    [only, figures, from]: readonly [only: string, figures: string, from: string],
    toText = (text: string) => text,
  ) => {
    const { conditions, select, groupBy } = ask(part);
    conditions.and(only);
    return connection.ask<AnsweredFigures<Name> & Keys>(
      `SELECT ${select === undefined ? '' : `${toText(select)}, `}${figures} FROM ${from} ${toText(conditions.where)}
       ${groupBy === undefined ? '' : `GROUP BY ${groupBy}`}`,
      conditions.values,
    );
  };
  const sums = hourSelect(names);
  const [young, settled, old] = await Promise.all([
    read(rows, [notSettled(days), figureSelect(names), 'invocation AS i']),
    days.length === 0 ? [] : read(rows, [amongSettled(days), sums, 'day_figure AS h FINAL'], aboutHours),
    hours === null ? [] : read(hours, ['true', sums, 'hour_figure AS h FINAL'], aboutHours),
  ]);
  return [...old, ...settled, ...young];
}
