import { formatTime } from '../format/time';
import { instantOfWall, wallTime } from '../format/wall-time';

export const PRESETS = [
  { from: 'now-15m', label: 'Last 15 minutes', short: '15m' },
  { from: 'now-1h', label: 'Last hour', short: '1h' },
  { from: 'now-6h', label: 'Last 6 hours', short: '6h' },
  { from: 'now-24h', label: 'Last 24 hours', short: '24h' },
  { from: 'now-7d', label: 'Last 7 days', short: '7d' },
  { from: 'now-30d', label: 'Last 30 days', short: '30d' },
] as const;

export interface RangeLabel {
  readonly text: string;
  /** The zone that the times of the text are in, if it is not that of the reader's clock; '' if nothing depends on it. */
  readonly zone: string;
}

/**
 * A range as text: the preset's name, `now-2h – now`, or two times. The second omits its day if it is that of the
 * first one, and a day omits the current year.
 */
export function rangeLabel(from: string, to: string, zone: string, nowMs: number): RangeLabel {
  const preset = PRESETS.find((one) => one.from === from);
  if (preset !== undefined && to === 'now') return { text: preset.label, zone: '' };
  const isTimed = !from.startsWith('now') || !to.startsWith('now');
  const end = isSameDay(from, to, zone)
    ? wallTime(Date.parse(to), zone).slice(11, 16)
    : sideOf(to, zone, nowMs);
  return { text: `${sideOf(from, zone, nowMs)} – ${end}`, zone: isTimed && zone === 'UTC' ? zone : '' };
}

function sideOf(instant: string, zone: string, nowMs: number): string {
  const ms = Date.parse(instant);
  if (instant.startsWith('now') || Number.isNaN(ms)) return instant;
  const isThisYear = wallTime(ms, zone).slice(0, 4) === wallTime(nowMs, zone).slice(0, 4);
  return formatTime(instant, isThisYear ? 'minute' : 'dated', zone);
}

function isSameDay(from: string, to: string, zone: string): boolean {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(first) || Number.isNaN(last)) return false;
  return wallTime(first, zone).slice(0, 10) === wallTime(last, zone).slice(0, 10);
}

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})?(?:(?:(?<=\d)[T ]|^)(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A typed value of the range's fields as an instant for the URL. `now-2h` and ISO 8601 with a zone are kept as
 * they are; `2h` is that long ago; `2026-11-21 10:30`, a day, or a time of today are in the zone. Null for anything else.
 */
export function typedInstant(text: string, zone: string, nowMs: number): string | null {
  const typed = text.trim();
  if (/^now(-\d{1,6}[smhdw])?$/.test(typed)) return typed;
  if (/^\d{1,6}[smhdw]$/.test(typed)) return `now-${typed}`;
  const parts = WRITTEN.exec(typed);
  if (parts === null || typed === '') return null;
  const [, day = wallTime(nowMs, zone).slice(0, 10), time = '00:00', ownZone] = parts;
  const wall = `${day}T${time}`;
  const ms = ownZone === undefined ? instantOfWall(wall, zone) : Date.parse(`${wall}${ownZone}`);
  return ms === null || Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** An instant of the URL as shown for editing: relative as it is, absolute in the zone. */
export function editableInstant(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  if (instant.startsWith('now') || Number.isNaN(ms)) return instant;
  return wallTime(ms, zone).replace('T', ' ');
}
