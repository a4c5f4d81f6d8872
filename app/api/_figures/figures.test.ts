import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from '../_contract/all';
import { openTestDatabase, type TestDatabase } from '../_testing/database';
import { figuresIn } from './leaves';
import { OF_COSTS } from './of-costs';
import { OF_INVOCATIONS } from './of-invocations';
import { OF_OTHERS } from './of-others';
import { END, planted } from './planted';

const AREAS = { ...OF_INVOCATIONS, ...OF_COSTS, ...OF_OTHERS };

/** Calls whose numbers are no sums of telemetry's rows. */
const NO_SUMS: Readonly<Record<string, string>> = {
  '/invocations': 'the rows themselves',
  '/logs': 'the rows themselves',
  '/logs/context': 'the rows themselves',
  '/logs/tail': 'the rows themselves',
  '/traces/{traceId}/related': 'the rows themselves',
  '/traces/{traceId}/spans/{spanId}': 'the rows themselves',
  '/traces/{traceId}/spans/{spanId}/stacks': 'places in code',
  '/source-maps': 'sizes of files',
  '/attributes': 'progress',
  '/attribute-groups': 'estimates with their error: core/store/sqlite/query-attribute-groups.test.ts',
  '/costs/advice': 'evidence beside each figure: core/model/advice/advice.test.ts',
  '/costs/capacity': 'what people state',
  '/concurrency-limits': 'what people state',
  '/prices/imports': 'sizes of files',
  '/privacy/deletions': 'counted before rows go: app/api/deletions.test.ts',
  '/retention': 'settings',
  '/alerts/heartbeats': 'pauses between runs: core/alerts/heartbeats.test.ts',
  '/alerts/rules': 'settings and states: app/api/incidents.test.ts',
  '/alerts/rules/{id}': 'settings and states: app/api/incidents.test.ts',
  '/alerts/rules/{id}/backtest': 'equal to the live engine: core/alerts/backtest/backtest.test.ts',
  '/alerts/rules/{id}/history': 'what was decided: core/alerts/history.test.ts',
  '/alerts/rules/{id}/evaluations': 'what was decided: core/alerts/history.test.ts',
  '/alerts/incidents': 'what was decided: core/alerts/history.test.ts',
  '/alerts/incidents/{id}': 'what was decided: core/alerts/history.test.ts',
  '/alerts/channels': 'settings',
  '/alerts/channels/{id}': 'settings',
  '/alerts/deliveries': 'the rows themselves',
};

const answers = CONTRACTS.filter(({ method }) => method === 'GET').flatMap(({ path, answer }) => {
  const figures = figuresIn(answer);
  return figures.length === 0 ? [] : [{ path, figures }];
});

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => END,
  );
  await database.services.promotions.promote('tenant.id');
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  await writer.write(planted());
  await writer.close();
});
afterAll(() => database.remove());

it('every call that answers numbers has its figures checked, or says why they are no sums', () => {
  const checked = [...Object.keys(AREAS), ...Object.keys(NO_SUMS)];
  expect(checked.toSorted()).toEqual(answers.map(({ path }) => path).toSorted());
});

describe.each(Object.entries(AREAS))('%s', (path, { figures, others = {} }) => {
  it('has no other figure than those that are checked here', () => {
    const known = [...Object.keys(figures), ...Object.keys(others)].toSorted();
    expect(known).toEqual(answers.find((one) => one.path === path)?.figures);
  });

  it.each(Object.entries(figures))('%s adds up to the rows that it leads to', async (_, check) => {
    await check();
  });
});
