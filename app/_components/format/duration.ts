import { NO_FIGURE } from './number';

function digits(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(places).replace(/\.0+$|(\.\d*?)0+$/, '$1');
}

/** Milliseconds for people, about three digits: `0 ms`, `85 µs`, `1.24 ms`, `348 ms`, `2.5 s`, `3m 20s`, `1h 5m`; null is a dash. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return NO_FIGURE;
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.9995) return `${digits(ms * 1000)} µs`;
  if (ms < 999.5) return `${digits(ms)} ms`;
  if (ms < 59_950) return `${digits(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return join(Math.floor(seconds / 60), 'm', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return join(Math.floor(minutes / 60), 'h', minutes % 60, 'm');
  const hours = Math.round(minutes / 60);
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function join(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit} ${small}${smallUnit}`;
}

/** The length of a chart's steps in words: `per 10 seconds`, `per minute`, `per 2 hours`, `per day`. */
export function perStep(ms: number): string {
  return `per ${stretch(ms)}`;
}

/** A whole stretch of time in words, as what comes after `every`: `10 seconds`, `minute`, `2 hours`, `day`. */
export function stretch(ms: number): string {
  const [size, unit] =
    ms % 86_400_000 === 0
      ? [ms / 86_400_000, 'day']
      : ms % 3_600_000 === 0
        ? [ms / 3_600_000, 'hour']
        : ms % 60_000 === 0
          ? [ms / 60_000, 'minute']
          : ms % 1000 === 0
            ? [ms / 1000, 'second']
            : [ms, 'millisecond'];
  return size === 1 ? unit : `${size} ${unit}s`;
}
