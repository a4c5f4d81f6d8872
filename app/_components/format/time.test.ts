import { describe, expect, it } from 'vitest';
import { formatAgo, formatTick, formatTime } from './time';

describe('formatTime', () => {
  it('writes milliseconds and midnight as 00 in the asked zone', () => {
    expect(formatTime('2026-11-21T00:05:06.789Z', 'precise', 'UTC')).toBe('Nov 21, 00:05:06.789');
    expect(formatTime('2026-11-21T00:05:06.789Z', 'minute', 'Asia/Tokyo')).toBe('Nov 21, 09:05');
    expect(formatTime('2026-11-21T00:05:06.789Z', 'clock', 'UTC')).toBe('00:05:06');
  });
  it('shows what it cannot read as it came', () => {
    expect(formatTime('yesterday', 'precise', 'UTC')).toBe('yesterday');
  });
});

describe('formatTick', () => {
  it('names the day as soon as the hour alone would not do, in the asked zone', () => {
    const ms = Date.parse('2026-11-20T23:30:00Z');
    expect(formatTick(ms, 3_600_000, 'UTC')).toBe('23:30');
    expect(formatTick(ms, 2 * 86_400_000, 'Asia/Tokyo')).toBe('Sat 08:30');
    expect(formatTick(ms, 7 * 86_400_000, 'Asia/Tokyo')).toBe('Nov 21');
  });
});

describe('formatAgo', () => {
  it('rounds down to the largest unit', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    const ago = (seconds: number) => formatAgo(new Date(now - seconds * 1000).toISOString(), now);
    expect([0, 40, 119, 7_300, 200_000].map(ago)).toEqual(['now', '40s ago', '1m ago', '2h ago', '2d ago']);
  });
});
