import { describe, expect, it } from 'vitest';
import { type Doing, heldBy } from './held-by';
import { whyNotLive } from './live-screens';

const NOTHING: Doing = {
  hidden: false,
  open: false,
  selecting: false,
  inField: false,
  inRow: false,
  overChart: false,
  stillOverListMs: Number.POSITIVE_INFINITY,
  scrolledPx: 0,
  laterPage: false,
};

describe('what holds live updates back', () => {
  it('is nothing while a person only looks', () => {
    expect(heldBy(NOTHING)).toBeNull();
    expect(heldBy({ ...NOTHING, scrolledPx: 60, stillOverListMs: 10_000 })).toBeNull();
  });
  it('is each thing that a change would disturb, and it is named', () => {
    const each: readonly [Partial<Doing>, RegExp][] = [
      [{ hidden: true }, /not seen/],
      [{ laterPage: true }, /first page/],
      [{ open: true }, /open/],
      [{ selecting: true }, /selected/],
      [{ inField: true }, /typing/],
      [{ overChart: true }, /chart/],
      [{ inRow: true }, /list/],
      [{ stillOverListMs: 100 }, /list/],
      [{ scrolledPx: 900 }, /further down/],
    ];
    for (const [doing, why] of each) expect(heldBy({ ...NOTHING, ...doing })).toMatch(why);
  });
});

describe('a screen', () => {
  it('is live when its range ends now', () => {
    for (const path of [
      '/',
      '/functions',
      '/functions/fn_1',
      '/invocations',
      '/errors',
      '/errors/abc',
      '/map',
    ])
      expect(whyNotLive(path, { to: 'now' })).toBeNull();
    expect(whyNotLive('/invocations', { to: '2026-11-20T10:00:00Z' })).toMatch(/ends now/);
    expect(whyNotLive('/', { to: 'now-1h' })).toMatch(/ends now/);
  });
  it('of alerts is live whatever the range', () => {
    for (const path of ['/alerts', '/alerts/incidents/inc_1', '/alerts/rules/rul_1'])
      expect(whyNotLive(path, { to: '2026-11-20T10:00:00Z' })).toBeNull();
  });
  it('that is compared, edited, tailed or about one trace has no switch', () => {
    const never = ['/traces/00', '/logs/tail', '/invocations/compare', '/alerts/rules/new', '/settings/keys'];
    for (const path of [...never, '/alerts/rules/rul_1/edit', '/costs/prices'])
      expect(whyNotLive(path, { to: 'now' })).toBeUndefined();
  });
});
