import { formatDuration } from '../format/duration';
import { formatMoney } from '../format/money';
import { formatCount, formatPercent, NO_FIGURE } from '../format/number';

/** The unit of a chart's values; a name, because functions cannot be passed from the server to the browser. */
export type Unit = 'count' | 'duration' | 'money' | 'percent' | 'minutes' | 'times';

const FORMATS: Readonly<Record<Unit, (value: number | null) => string>> = {
  count: formatCount,
  duration: formatDuration,
  money: formatMoney,
  percent: formatPercent,
  minutes: (value) => (value === null ? NO_FIGURE : formatDuration(value * 60_000)),
  times: (value) => (value === null ? NO_FIGURE : `${Number(value.toPrecision(3))}×`),
};

/** A value with its unit, for axis, tooltip and summary. */
export function formatUnit(unit: Unit, value: number | null): string {
  return FORMATS[unit](value);
}
