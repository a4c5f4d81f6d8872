import { formatTime } from '../format/time';

export const PRESETS = [
  { from: 'now-15m', label: 'Last 15 minutes', short: '15m' },
  { from: 'now-1h', label: 'Last hour', short: '1h' },
  { from: 'now-6h', label: 'Last 6 hours', short: '6h' },
  { from: 'now-24h', label: 'Last 24 hours', short: '24h' },
  { from: 'now-7d', label: 'Last 7 days', short: '7d' },
  { from: 'now-30d', label: 'Last 30 days', short: '30d' },
] as const;

/** A range as people say it: the preset's name, `now-2h – now`, or two local times. */
export function rangeLabel(from: string, to: string, timeZone?: string): string {
  const preset = PRESETS.find((one) => one.from === from);
  if (preset !== undefined && to === 'now') return preset.label;
  const side = (instant: string) =>
    instant.startsWith('now') ? instant : formatTime(instant, 'minute', timeZone);
  return `${side(from)} – ${side(to)}`;
}

/**
 * What a person typed into the range's fields as an instant for the URL: `now-2h` and ISO 8601 as they are, a local
 * `2026-11-21 10:30` as UTC. Null when it is none of these.
 */
export function typedInstant(text: string): string | null {
  const trimmed = text.trim();
  if (/^now(-\d{1,6}[smhdw])?$/.test(trimmed)) return trimmed;
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(trimmed))
    return null;
  const time = new Date(trimmed.length === 10 ? `${trimmed}T00:00` : trimmed.replace(' ', 'T'));
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** An instant of the URL as it is offered for editing: relative as it is, absolute in local time. */
export function editableInstant(instant: string): string {
  const time = new Date(instant);
  if (instant.startsWith('now') || Number.isNaN(time.getTime())) return instant;
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
