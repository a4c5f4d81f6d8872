import { describe, expect, it } from 'vitest';
import { editableInstant, rangeLabel, typedInstant } from './range-label';

const NOW = Date.parse('2026-11-21T20:00:00Z');

describe('rangeLabel', () => {
  const label = (from: string, to: string, zone = 'UTC') => {
    const told = rangeLabel(from, to, zone, NOW);
    return `${told.text} ${told.zone}`.trim();
  };

  it('names presets and spells out everything else, with UTC where it was chosen and matters', () => {
    expect(label('now-24h', 'now')).toBe('Last 24 hours');
    expect(label('now-2h', 'now')).toBe('now-2h – now');
    expect(label('2026-11-20T10:00:00Z', 'now')).toBe('Nov 20, 10:00 – now UTC');
    expect(label('2026-11-20T10:00:00Z', '2026-11-21T11:30:00Z')).toBe('Nov 20, 10:00 – Nov 21, 11:30 UTC');
  });
  it('says the day once when both times are of it in the zone that is shown', () => {
    const range = ['2026-11-20T10:00:00Z', '2026-11-20T15:30:00Z'] as const;
    expect(label(...range)).toBe('Nov 20, 10:00 – 15:30 UTC');
    expect(label(...range, 'Asia/Tokyo')).toBe('Nov 20, 19:00 – Nov 21, 00:30');
  });
  it('says the year of what is not of this one', () => {
    expect(label('2025-12-31T22:00:00Z', '2026-01-01T02:00:00Z')).toBe(
      'Dec 31, 2025, 22:00 – Jan 1, 02:00 UTC',
    );
  });
});

describe('typedInstant', () => {
  const typed = (text: string, zone = 'Asia/Tokyo') => typedInstant(text, zone, NOW);

  it('takes relative instants, with or without now', () => {
    expect([' now-2h ', 'now', '3h', '15m'].map((text) => typed(text))).toEqual([
      'now-2h',
      'now',
      'now-3h',
      'now-15m',
    ]);
  });
  it('takes days and times in the zone that is shown, unless they name theirs', () => {
    expect(typed('2026-11-21 10:30')).toBe('2026-11-21T01:30:00.000Z');
    expect(typed('2026-11-21T10:30', 'UTC')).toBe('2026-11-21T10:30:00.000Z');
    expect(typed('2026-11-21')).toBe('2026-11-20T15:00:00.000Z');
    expect(typed('2026-11-21T10:30:00+02:00')).toBe('2026-11-21T08:30:00.000Z');
  });
  it('takes a time as one of today, which is tomorrow further east', () => {
    expect(typed('10:30', 'UTC')).toBe('2026-11-21T10:30:00.000Z');
    expect(typed('04:30')).toBe('2026-11-21T19:30:00.000Z');
  });
  it('refuses what it does not understand', () => {
    const wrong = ['', 'yesterday', 'now+1h', '2026-13-45 10:00', '25:00', '10', 'T10:30', '2026-11-2110:30'];
    for (const text of wrong) expect(typed(text)).toBeNull();
  });
  it('reads back what it offers for editing', () => {
    const instant = '2026-11-21T08:30:15.000Z';
    for (const zone of ['UTC', 'Asia/Kolkata'])
      expect(typed(editableInstant(instant, zone), zone)).toBe(instant);
  });
});
