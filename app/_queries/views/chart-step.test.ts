import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/core/model/time-range';
import { chartStep } from './chart-step';

it('is of minutes where these are kept, and at least an hour where only hours are left', async () => {
  const keptAt = (ms: number) => ({ keptSince: async () => ms });
  const hour = { fromMs: 10 * DAY_MS, toMs: 10 * DAY_MS + HOUR_MS };
  expect(await chartStep(keptAt(0), hour)).toBe(MINUTE_MS);
  expect(await chartStep(keptAt(hour.fromMs), hour)).toBe(MINUTE_MS);
  expect(await chartStep(keptAt(hour.fromMs + HOUR_MS), hour)).toBe(HOUR_MS);
  const month = { fromMs: 0, toMs: 30 * DAY_MS };
  expect(await chartStep(keptAt(10 * DAY_MS), month)).toBe(6 * HOUR_MS);
  expect(await chartStep(keptAt(10 * DAY_MS), month, 40)).toBe(DAY_MS);
});
