import { describe, expect, it } from 'vitest';
import { formatStretch, formatTick, formatTime } from './time';

describe('formatTime', () => {
  it('writes milliseconds and midnight as 00 in the asked zone', () => {
    expect(formatTime('2026-11-21T00:05:06.789Z', 'precise', 'UTC')).toBe('Nov 21, 00:05:06.789');
    expect(formatTime('2026-11-21T00:05:06.789Z', 'minute', 'Asia/Tokyo')).toBe('Nov 21, 09:05');
    expect(formatTime('2026-11-21T00:05:06.789Z', 'clock', 'UTC')).toBe('00:05:06');
  });
  it('names the year of a day of another one, so that what was a year ago is not taken for today', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    const of = (iso: string, style: 'minute' | 'precise' | 'clock') => formatTime(iso, style, 'UTC', now);
    expect(of('2025-11-24T09:05:00Z', 'minute')).toBe('Nov 24, 2025, 09:05');
    expect(of('2025-11-24T09:05:06.789Z', 'precise')).toBe('Nov 24, 2025, 09:05:06.789');
    expect(of('2026-01-01T00:00:00Z', 'minute')).toBe('Jan 1, 00:00');
    expect(of('2025-11-24T09:05:06Z', 'clock')).toBe('09:05:06');
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
  it('names what tells the ticks of a short range apart', () => {
    const ms = Date.parse('2026-11-20T23:30:07.250Z');
    expect(formatTick(ms, 60_000, 'UTC')).toBe('23:30:07');
    expect(formatTick(ms, 2000, 'UTC')).toBe('30:07.250');
  });
});

describe('formatStretch', () => {
  const stretch = (from: string, to: string, zone = 'UTC') => formatStretch(`${from}Z`, `${to}Z`, zone);
  it('names the day of its end where that is another one', () => {
    expect(stretch('2026-11-20T22:00:00', '2026-11-20T23:00:00')).toBe('Nov 20, 22:00 – 23:00');
    expect(stretch('2026-11-20T22:00:00', '2026-11-23T10:00:00')).toBe('Nov 20, 22:00 – Nov 23, 10:00');
    expect(stretch('2026-11-20T22:00:00', '2026-11-20T23:00:00', 'Europe/Berlin')).toBe(
      'Nov 20, 23:00 – Nov 21, 00:00',
    );
    expect(stretch('2026-11-01T00:00:00', '2026-11-10T00:00:00')).toBe('Nov 1, 00:00 – Nov 10, 00:00');
  });
  it('is as fine as its ends need', () => {
    expect(stretch('2026-11-20T22:00:10', '2026-11-20T22:00:20')).toBe('Nov 20, 22:00:10 – 22:00:20');
    expect(stretch('2026-11-20T22:00:10.5', '2026-11-20T22:00:11')).toBe(
      'Nov 20, 22:00:10.500 – 22:00:11.000',
    );
  });
});
