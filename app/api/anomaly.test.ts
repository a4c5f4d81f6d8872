import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAlerts } from '@/core/alerts/alerts';
import { localEvaluator } from '@/core/alerts/round';
import { createPricer } from '@/core/pricing/invocation';
import { openSettings } from '@/core/settings/index';
import { openReader, openWriter } from '@/core/store/index';
import { backtest } from './_contract/answers/backtest';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';
import { GET as incidents } from './v1/alerts/incidents/route';
import { GET as backtestOf } from './v1/alerts/rules/[id]/backtest/route';
import { POST as createRule } from './v1/alerts/rules/route';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const QUIET = 4;
const BUSY = 40;

/** Invocations at ten o'clock, by days after a Sunday: quiet on Sundays, busy on Mondays, but for the last Sunday. */
const TRAFFIC: readonly (readonly [day: number, count: number])[] = [
  [-29, 1],
  ...[-28, -21, -14, -7].flatMap((day) => [[day, QUIET] as const, [day + 1, BUSY] as const]),
  [0, BUSY],
  [1, BUSY],
];

let database: TestDatabase;
beforeEach(async () => {
  const now = () => BEGIN + 2 * DAY;
  database = await openTestDatabase({}, (databaseFile) => openReader({ databaseFile }), now);
  const writer = await openWriter({ databaseFile: database.file }, { price: createPricer(), now });
  const resource = lambda('shop', 'production');
  const spans = TRAFFIC.flatMap(([day, count]) =>
    Array.from({ length: count }, (_, index) => {
      const id = `${day + 100}`.padStart(6, '0') + `${index}`.padStart(10, '0');
      const from = day * DAY + MINUTE + index;
      return invocation({ id, trace: id.padStart(32, 'a'), resource, from, to: from + 10 });
    }),
  );
  await writer.write({ spans, logs: [] });
  await writer.close();
});
afterEach(() => database.remove());

it('an anomaly rule made through the API knows the season, fires on the day that is unusual, and says why', async () => {
  const made = await call(createRule, {
    method: 'POST',
    body: {
      name: 'Unusual traffic',
      figure: 'invocations',
      condition: { kind: 'anomaly', direction: 'above', deviations: 4 },
      windowMinutes: 5,
      points: { breaching: 1, of: 1, clear: 1 },
    },
  });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: string };

  let clock = 0;
  const settings = await openSettings({ databaseFile: database.file, now: () => clock });
  const alerts = createAlerts({
    config: { publicUrl: null, host: '127.0.0.1', port: 3000, tls: null, allowPrivateWebhooks: false },
    settings,
    evaluator: localEvaluator(database.services.reader),
    log: { info: () => undefined, warn: () => undefined },
    now: () => clock,
  });
  for (const day of [0, 1]) {
    clock = BEGIN + day * DAY + 5 * MINUTE + 30_000;
    await alerts.evaluateNow();
  }
  await alerts.stop();
  await settings.close();

  const { body } = await call(incidents, { query: '?from=now-9d' });
  const { items } = body as { items: readonly Record<string, unknown>[] };
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    startsAt: new Date(BEGIN + 5 * MINUTE).toISOString(),
    value: BUSY,
    threshold: QUIET + 4 * Math.sqrt(QUIET),
    explanation: 'at this time of the last weeks it was 4, 4, 4, 4; usual is up to 4 times 2 from 4',
  });

  const tested = await call(backtestOf, {
    params: { id },
    query: `?from=${new Date(BEGIN).toISOString()}&to=${new Date(BEGIN + DAY + 30 * MINUTE).toISOString()}`,
  });
  const { episodes } = backtest.parse(tested.body);
  expect(episodes.map(({ startsAt }) => startsAt)).toEqual([new Date(BEGIN + 2 * MINUTE).toISOString()]);
  expect(episodes[0]?.explanation).toMatch(/^at this time of the last weeks it was 4, 4, 4, 4/);
});
