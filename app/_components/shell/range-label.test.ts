import { describe, expect, it } from 'vitest';
import { editableInstant, rangeLabel, typedInstant } from './range-label';

describe('rangeLabel', () => {
  it('names presets and spells out everything else', () => {
    expect(rangeLabel('now-24h', 'now')).toBe('Last 24 hours');
    expect(rangeLabel('now-2h', 'now')).toBe('now-2h – now');
    expect(rangeLabel('2026-11-20T10:00:00Z', '2026-11-20T11:30:00Z', 'UTC')).toBe(
      'Nov 20, 10:00 – Nov 20, 11:30',
    );
  });
});

describe('typedInstant', () => {
  it('takes relative, ISO and local instants', () => {
    expect(typedInstant(' now-2h ')).toBe('now-2h');
    expect(typedInstant('2026-11-21T10:30:00+02:00')).toBe('2026-11-21T08:30:00.000Z');
    expect(typedInstant('2026-11-21 10:30')).toBe(new Date(2026, 10, 21, 10, 30).toISOString());
    expect(typedInstant('2026-11-21')).toBe(new Date(2026, 10, 21).toISOString());
  });
  it('refuses what it does not understand', () => {
    expect(['', 'yesterday', 'now+1h', '2026-13-45 10:00', '10:30'].map(typedInstant)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
  it('reads back what it offers for editing', () => {
    const instant = '2026-11-21T08:30:15.000Z';
    expect(typedInstant(editableInstant(instant))).toBe(instant);
  });
});
