/** How far a zone's clocks are ahead of UTC at an instant (+1 h east of Greenwich), in milliseconds. */
export function zoneOffsetMs(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return wall - Math.floor(ms / 1000) * 1000;
}

/** What the clocks of a zone show at an instant: `2026-11-21T10:30:00`. */
export function wallTime(ms: number, timeZone: string): string {
  return new Date(ms + zoneOffsetMs(ms, timeZone)).toISOString().slice(0, 19);
}

/**
 * The instant at which the clocks of a zone show this (`2026-11-21T10:30`, optionally with seconds and fractions), in ms since
 * the epoch; null if there is no such day or hour. Of an ambiguous time, the first; one that clocks skip is shifted forward.
 */
export function instantOfWall(wall: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offsets a day before and after: they differ only where clocks change in between.
  const DAY_MS = 86_400_000;
  const [before, after] = [asUtc - DAY_MS, asUtc + DAY_MS].map((ms) => zoneOffsetMs(ms, timeZone));
  const first = asUtc - (before ?? 0);
  if (zoneOffsetMs(first, timeZone) === before) return first;
  const second = asUtc - (after ?? 0);
  return zoneOffsetMs(second, timeZone) === after ? second : first;
}
