import type { TimeRange } from '../../model/time-range';
import { msToNs } from '../derive/times';

export const DAY_NS = 86_400_000_000_000n;
/** The day of what belongs to no single one: every question reads its partition, too. */
export const SEVERAL_DAYS = 0;

/**
 * The day of a row of `trace`, as its part tells it: parts of other days are not read then. By the column alone they are,
 * for an engine that knows nothing of what `SEVERAL_DAYS` promises.
 */
export function dayOfPart(alias = ''): string {
  return `CAST(${alias === '' ? '' : `${alias}.`}_partition_id, 'Int32')`;
}

export function dayOf(ns: bigint): number {
  return Number(ns / DAY_NS);
}

/** What a row says of its days, since the epoch: which one, or `SEVERAL_DAYS`. */
export function dayColumns(all: Iterable<number>): {
  readonly day: number;
  readonly days: readonly number[];
} {
  const days = [...new Set(all)];
  const [first = SEVERAL_DAYS, ...others] = days;
  return { day: others.length === 0 ? first : SEVERAL_DAYS, days };
}

/** A term about the `day` of rows that may tell of something in the range. */
export function withinDays(column: string, { fromMs, toMs }: TimeRange): string {
  return withinDaysNs(column, msToNs(fromMs), msToNs(toMs));
}

/** The same of times in nanoseconds. */
export function withinDaysNs(column: string, fromNs: bigint, toNs: bigint): string {
  return `${column} = ${SEVERAL_DAYS} OR ${column} >= ${dayOf(fromNs)} AND ${column} <= ${dayOf(toNs - 1n)}`;
}
