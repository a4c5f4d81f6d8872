import { describe, expect, it } from 'vitest';
import type { MuteWindow } from '../model/alerts/rule';
import { isWithin, whyQuiet } from './quiet';

const at = (text: string) => Date.parse(text);
const NIGHT: MuteWindow = { days: ['fri', 'sat'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' };

describe('mute windows', () => {
  it.each([
    ['2026-01-02T20:59:00Z', false],
    ['2026-01-02T21:00:00Z', true],
    ['2026-01-03T04:59:00Z', true],
    ['2026-01-03T05:00:00Z', false],
    ['2026-01-03T22:00:00Z', true],
    ['2026-01-04T04:59:00Z', true],
    ['2026-01-04T21:30:00Z', false],
  ])('over midnight belong to the day on which they began: %s %s', (time, muted) => {
    expect(isWithin(NIGHT, at(time))).toBe(muted);
  });

  it.each([
    // The clocks go from 2:00 to 3:00 on 29 March 2026, and from 3:00 back to 2:00 on 25 October.
    ['2026-03-29T00:59:00Z', false],
    ['2026-03-29T01:00:00Z', false],
    ['2026-10-25T00:15:00Z', true],
    ['2026-10-25T01:15:00Z', true],
    ['2026-10-25T02:15:00Z', false],
  ])('follow the clocks of their time zone when these change: %s %s', (time, muted) => {
    const twoToThree: MuteWindow = { days: ['sun'], from: '02:00', to: '03:00', timeZone: 'Europe/Berlin' };
    expect(isWithin(twoToThree, at(time))).toBe(muted);
  });

  it('may last the whole day', () => {
    const day: MuteWindow = { days: ['sun'], from: '00:00', to: '00:00', timeZone: 'Pacific/Auckland' };
    expect(isWithin(day, at('2026-01-03T11:00:00Z'))).toBe(true);
    expect(isWithin(day, at('2026-01-04T10:59:00Z'))).toBe(true);
    expect(isWithin(day, at('2026-01-04T11:00:00Z'))).toBe(false);
  });
});

it('a rule is quiet until it is snoozed no more, and while one that it depends on fires', () => {
  const rule = { mute: [], snoozedUntil: '2026-01-01T12:00:00Z', dependsOn: ['parent'] };
  const never = () => false;
  expect(whyQuiet(rule, 'g', at('2026-01-01T11:59:59Z'), never)).toBe('snoozed');
  expect(whyQuiet(rule, 'g', at('2026-01-01T12:00:00Z'), never)).toBeNull();
  const forGroup = (key: string, group: string | null) => key === 'parent' && group === 'g';
  expect(whyQuiet({ ...rule, snoozedUntil: null }, 'g', 0, forGroup)).toBe('depends_on');
  expect(whyQuiet({ ...rule, snoozedUntil: null }, 'other', 0, forGroup)).toBeNull();
});
