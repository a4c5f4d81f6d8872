import { describe, expect, it } from 'vitest';
import { instantOfWall, wallTime, zoneOffsetMs } from './wall-time';

const HOUR_MS = 3_600_000;
const iso = (wall: string, zone: string) => new Date(instantOfWall(wall, zone) ?? 0).toISOString();

describe('the clocks of a zone', () => {
  it('are ahead of UTC or behind it, by half hours too', () => {
    const winter = Date.parse('2026-01-15T12:00:00.250Z');
    expect(zoneOffsetMs(winter, 'UTC')).toBe(0);
    expect(zoneOffsetMs(winter, 'Asia/Kolkata')).toBe(5.5 * HOUR_MS);
    expect(zoneOffsetMs(winter, 'America/New_York')).toBe(-5 * HOUR_MS);
    expect(wallTime(winter, 'America/New_York')).toBe('2026-01-15T07:00:00');
  });
  it('tell the instant of what they show, on either side of a change', () => {
    expect(iso('2026-03-28T12:00', 'Europe/Berlin')).toBe('2026-03-28T11:00:00.000Z');
    expect(iso('2026-03-29T12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z');
    expect(iso('2026-10-25T12:00:30', 'Europe/Berlin')).toBe('2026-10-25T11:00:30.000Z');
    expect(iso('2026-03-29T12:00', 'UTC')).toBe('2026-03-29T12:00:00.000Z');
  });
  it('show an hour twice and leave one out when they change', () => {
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
  it('have no 13th month', () => {
    expect(instantOfWall('2026-13-01T00:00', 'UTC')).toBeNull();
  });
});
