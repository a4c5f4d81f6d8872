import { describe, expect, it } from 'vitest';
import type { CostsView } from '@/core/model/cost-views';
import { monthTiles, periodTiles } from './cost-tiles';

const VIEW: CostsView = {
  from: '2026-11-21T10:00:00.000Z',
  to: '2026-11-21T11:00:00.000Z',
  groupBy: 'function',
  items: [],
  nextCursor: null,
  groupCount: 0,
  completeSince: null,
  otherUsd: '0',
  totalUsd: '0.4',
  invocations: 2100,
  unpricedInvocations: 100,
  lines: [
    { line: 'work', costUsd: '0.2' },
    { line: 'waiting', costUsd: '0.1' },
    { line: 'init', costUsd: '0.1' },
  ],
  outcomes: [
    { outcome: 'ok', costUsd: '0.3', invocations: 1000 },
    { outcome: 'timeout', costUsd: '0.1', invocations: 10 },
  ],
  retries: { costUsd: '0', invocations: 0 },
  capacity: { keptUsd: null, usedUsd: null, idleUsd: null, reason: 'nobody said', items: [] },
  withCapacityUsd: null,
  previousUsd: '0.2',
  month: {
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
    toDateUsd: '5',
    toDateBilledUsd: '1',
    forecastListUsd: '10',
    forecastUsd: '4',
    keptReadyUsd: null,
    keptReadyForecastUsd: null,
    allForecastUsd: '4',
    method: 'hour-of-week',
    previousMonthUsd: '8',
  },
  forecastMonthUsd: '4',
  freeTier: { savedUsd: '6', allowances: [] },
};
const SCOPE = { from: 'now-1h', to: 'now' };
const tile = (label: string, view = VIEW) =>
  [...periodTiles(view, SCOPE, undefined), ...monthTiles(view)].find((one) => one.label === label);

describe('the tiles of costs', () => {
  it('compares the cost with the period before and says how many invocations it leaves out', () => {
    expect(tile('Cost')).toMatchObject({
      value: '$0.40',
      detail: '100 unpriced',
      change: { direction: 'up', text: '100%' },
    });
  });
  it('counts a thousand invocations of those that were priced', () => {
    expect(tile('Per 1,000')?.value).toBe('$0.20');
  });
  it('says what waiting, cold starts and failures take of the cost', () => {
    expect(['Waiting', 'Cold starts', 'Failures'].map((label) => tile(label)?.note)).toEqual([
      '25% of the cost',
      '25% of the cost',
      '25% of the cost',
    ]);
  });
  it('leads to the rows of the function that the screen is narrowed to', () => {
    const ofOne = periodTiles(VIEW, SCOPE, 'f1').flatMap(({ label, href }) => (href ? [[label, href]] : []));
    expect(ofOne).toEqual([
      ['Cost', '/invocations?functionId=f1'],
      ['Waiting', '/costs?functionId=f1&groupBy=dependency'],
      ['Cold starts', '/invocations?functionId=f1&coldStart=true'],
      ['Failures', '/costs?functionId=f1&groupBy=outcome'],
    ]);
  });
  it('shows what will be billed, and by what it is forecast', () => {
    expect(tile('Month to date')).toMatchObject({ value: '$1.00', note: 'of $5.00 list' });
    expect(tile('Forecast')).toMatchObject({ value: '$4.00', note: 'by hour of the week' });
  });
  it('shows no 0 for a cost that is unknown', () => {
    const unpriced = { ...VIEW, totalUsd: null, previousUsd: null, unpricedInvocations: 2100 };
    expect(tile('Cost', unpriced)).toMatchObject({ value: '–', change: null });
    expect(tile('Per 1,000', unpriced)?.value).toBe('–');
  });
});
