import type { QuietReason } from '../model/alerts/decision';
import { type MuteWindow, type RuleDefinition, WEEKDAYS } from '../model/alerts/rule';
import { firesFor, type IsFiring } from './evaluate-rule';

/**
 * Why nobody is told or reminded now that the rule fires: it is snoozed or muted, or a rule that it depends on fires and says it
 * all; null when messages go out. What still fires when the quiet ends is told then.
 */
export function whyQuiet(
  { mute, snoozedUntil, dependsOn }: Pick<RuleDefinition, 'mute' | 'snoozedUntil' | 'dependsOn'>,
  groupKey: string,
  nowMs: number,
  isFiring: IsFiring,
): QuietReason | null {
  if (snoozedUntil !== null && nowMs < Date.parse(snoozedUntil)) return 'snoozed';
  if (dependsOn.some((key) => firesFor(isFiring, key, groupKey))) return 'depends_on';
  return mute.some((window) => isWithin(window, nowMs)) ? 'muted' : null;
}

/**
 * Whether the clocks of the window's time zone are within it. A window over midnight belongs to the day on which it began.
 * Compared as clocks show the time: an hour that comes twice is muted twice, one that is left out is not missed.
 */
export function isWithin({ days, from, to, timeZone }: MuteWindow, nowMs: number): boolean {
  const { day, time } = wallClock(nowMs, timeZone);
  const today = WEEKDAYS[day];
  const yesterday = WEEKDAYS[(day + 6) % 7];
  const isToday = today !== undefined && days.includes(today);
  const isYesterday = yesterday !== undefined && days.includes(yesterday);
  if (from < to) return isToday && time >= from && time < to;
  return (isToday && time >= from) || (isYesterday && time < to);
}

const NAMES: readonly string[] = WEEKDAYS;
const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(nowMs: number, timeZone: string): { readonly day: number; readonly time: string } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const name = (parts.weekday ?? '').toLowerCase();
  return { day: NAMES.indexOf(name), time: `${parts.hour}:${parts.minute}` };
}
