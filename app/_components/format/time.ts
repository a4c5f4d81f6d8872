import { LOCALE } from './number';

export type TimeStyle = 'datetime' | 'precise' | 'time' | 'clock' | 'minute' | 'dated' | 'minute-of-day';

const PARTS: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  datetime: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  precise: {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  'minute-of-day': { hour: '2-digit', minute: '2-digit' },
  dated: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
};

/**
 * An instant as text in a zone; with `nowMs`, an instant of another year includes its year. An unreadable instant is
 * returned unchanged.
 */
export function formatTime(iso: string, style: TimeStyle, timeZone: string, nowMs?: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const parts = PARTS[style];
  const isOfThisYear = nowMs === undefined || date.getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  const year = parts.month === undefined || isOfThisYear ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(LOCALE, { ...year, ...parts, timeZone, hourCycle: 'h23' }).format(date);
}

/** A range of two instants, as precisely as they need; the second omits its day if it is that of the first. */
export function formatStretch(fromIso: string, toIso: string, timeZone: string): string {
  const ends = [fromIso, toIso].map((iso) => Date.parse(iso));
  const isWhole = (unitMs: number) => ends.every((ms) => ms % unitMs === 0);
  const style: TimeStyle = isWhole(60_000) ? 'minute' : isWhole(1000) ? 'datetime' : 'precise';
  const [from, to] = [formatTime(fromIso, style, timeZone), formatTime(toIso, style, timeZone)];
  const day = from.slice(0, from.indexOf(', ') + 2);
  return `${from} – ${to.startsWith(day) ? to.slice(day.length) : to}`;
}

/** Charts of at most these lengths have steps of less than a minute, and of less than a second. */
const MINUTES_LONG_MS = 6 * 60_000;
const SECONDS_LONG_MS = 6000;

/** A tick on a time axis in a zone: with the day if the range is longer than a day, with seconds in a short one. */
export function formatTick(ms: number, rangeMs: number, timeZone: string): string {
  const hours: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const options: Intl.DateTimeFormatOptions =
    rangeMs > 3 * 86_400_000
      ? { month: 'short', day: 'numeric' }
      : rangeMs > 86_400_000
        ? { weekday: 'short', ...hours }
        : rangeMs > MINUTES_LONG_MS
          ? hours
          : rangeMs > SECONDS_LONG_MS
            ? { ...hours, second: '2-digit' }
            : { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone }).format(ms);
}
