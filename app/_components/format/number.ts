/** The one locale of the screens, so that server and browser produce the same text. */
export const LOCALE = 'en-US';

/** Shown where a figure has no source. */
export const NO_FIGURE = '–';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 3 });

/** A count in full up to 9,999, then compact (`12.3K`); null is a dash. */
export function formatCount(value: number | null): string {
  if (value === null) return NO_FIGURE;
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

/** A count in full, with separators. */
export function formatWhole(value: number): string {
  return whole.format(value);
}

/** A positive number rounded down to this many digits, so that what is at least the number is at least the result. */
export function roundedDown(value: number, digits: number): number {
  const rounded = Number(value.toPrecision(digits));
  if (rounded <= value) return rounded;
  const step = 10 ** (Math.floor(Math.log10(value)) - digits + 1);
  return Number((rounded - step).toPrecision(digits));
}

/** A rate of 0 to 1 as percent: `0%`, `<0.01%`, `0.25%`, `3.4%`, `27%`; null is a dash. */
export function formatPercent(rate: number | null): string {
  if (rate === null) return NO_FIGURE;
  const percent = rate * 100;
  if (percent === 0) return '0%';
  if (Math.abs(percent) < 0.01) return '<0.01%';
  const digits = Math.abs(percent) < 1 ? 2 : Math.abs(percent) < 10 ? 1 : 0;
  // 99.7 must not round to 100 while something is still missing.
  const rounded =
    percent < 100 && percent.toFixed(digits) === '100' ? percent.toFixed(1) : percent.toFixed(digits);
  return `${rounded.includes('.') ? rounded.replace(/\.?0+$/, '') : rounded}%`;
}

/** Memory in MB as `512 MB`, from 1,024 on in GB; null is a dash. */
export function formatMemory(megabytes: number | null): string {
  if (megabytes === null) return NO_FIGURE;
  if (megabytes < 1024) return `${whole.format(megabytes)} MB`;
  return `${Number((megabytes / 1024).toFixed(2))} GB`;
}
