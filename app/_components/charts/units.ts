import { formatDuration } from '../format/duration';
import { formatMoney } from '../format/money';
import { formatCount } from '../format/number';

/** What a chart's values are; a name, because functions cannot travel from the server to the browser. */
export type Unit = 'count' | 'duration' | 'money';

const FORMATS: Readonly<Record<Unit, (value: number | null) => string>> = {
  count: formatCount,
  duration: formatDuration,
  money: formatMoney,
};

/** A value with its unit, for axis, tooltip and summary alike. */
export function formatUnit(unit: Unit, value: number | null): string {
  return FORMATS[unit](value);
}
