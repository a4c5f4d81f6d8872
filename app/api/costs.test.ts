import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '@/core/database/open';
import type { CostsView } from '@/core/model/cost-views';
import { parsePicoUsd } from '@/core/model/money';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { costs } from './_contract/cost-groups';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda, span } from './_testing/telemetry';
import { DELETE as deleteCapacity } from './v1/costs/capacity/[id]/route';
import { POST as createCapacity } from './v1/costs/capacity/route';
import { GET } from './v1/costs/route';

const NOW = BEGIN + 120_000;
const id = (digit: string) => digit.repeat(16);
const trace = (digit: string) => digit.repeat(32);

const shop = lambda('shop', 'production');
const pay = lambda('pay', 'staging', { 'cloud.region': 'nowhere-1' });
const report = {
  'faaslens.billed_duration_ms': 200,
  'faaslens.init_duration_ms': 100,
  'faas.coldstart': true,
};

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  await database.services.promotions.promote('tenant');
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const call = (of: string, host: string, to: number) =>
    span({
      id: id('9'),
      parent: id('1'),
      trace: trace(of),
      resource: shop,
      from: 10,
      to,
      kind: 'client',
      attributes: { 'server.address': host },
    });
  const run = (of: string, attributes = {}, more = {}) =>
    invocation({ id: id('1'), trace: trace(of), resource: shop, from: 0, to: 100, attributes, ...more });
  await writer.write({
    spans: [
      run('1', { tenant: 'a' }),
      call('1', 'api.example.com', 60),
      run('2', { tenant: 'b', ...report }),
      call('2', 'db.example.com', 30),
      run('3', { tenant: 'b', 'error.type': 'Boom', 'faaslens.delivery_attempt': 2 }, { status: 'error' }),
      invocation({ id: id('4'), trace: trace('4'), resource: pay, from: 0, to: 100 }),
    ],
    logs: [],
  });
  await writer.close();
});
afterAll(() => database.remove());

async function get(query: string): Promise<CostsView> {
  const { status, body } = await call(GET, { query: `?from=now-10m${query}` });
  expect(status).toBe(200);
  return costs.answer.parse(body);
}

const sum = (amounts: readonly string[]) => amounts.reduce((total, usd) => total + parsePicoUsd(usd), 0n);
const pico = (usd: string | null) => parsePicoUsd(usd ?? '0');

it.each(['function', 'outcome', 'line', 'dependency', 'version', 'attribute:tenant'])(
  'items by %s and what is in none of them add up to the total',
  async (groupBy) => {
    const view = await get(`&groupBy=${groupBy}`);
    expect(sum(view.items.map(({ costUsd }) => costUsd)) + pico(view.otherUsd)).toBe(pico(view.totalUsd));
    expect(sum(view.lines.map(({ costUsd }) => costUsd))).toBe(pico(view.totalUsd));
    expect(sum(view.outcomes.map(({ costUsd }) => costUsd))).toBe(pico(view.totalUsd));
    for (const { lines, costUsd } of view.items) {
      if (groupBy !== 'outcome') expect(sum(lines.map((line) => line.costUsd))).toBe(pico(costUsd));
    }
  },
);

it('is to the last digit the money that one SQL query over the rows counts', async () => {
  const view = await get('');
  const db = openDatabase(database.file, { readonly: true });
  const rows = db
    .prepare<[], [outcome: bigint, invocations: bigint, cost: bigint | null]>(
      'SELECT outcome, count(*), sum(cost_pico_usd) FROM invocation GROUP BY outcome',
    )
    .raw()
    .safeIntegers()
    .all();
  db.close();
  const counted = view.outcomes.flatMap(({ invocations, costUsd }, code) =>
    invocations === 0 ? [] : [[BigInt(code), BigInt(invocations), pico(costUsd)]],
  );
  expect(counted).toHaveLength(2);
  expect(counted).toEqual(rows);
  expect(pico(view.totalUsd)).toBe(rows.reduce((total, [, , cost]) => total + (cost ?? 0n), 0n));
});

it('says who was waited for, how long, and how many could not be priced', async () => {
  const view = await get('&groupBy=dependency');
  expect(view.items).toMatchObject([
    { key: 'api.example.com', invocations: 1, waitedMs: 50 },
    { key: 'db.example.com', invocations: 1, waitedMs: 20 },
  ]);
  expect(view.unpricedInvocations).toBe(1);
  expect(view.retries.invocations).toBe(1);
});

it('forecasts the month and counts the free allowances, by which little use costs nothing', async () => {
  const { month, forecastMonthUsd, freeTier } = await get('');
  expect(month).toMatchObject({ from: '2026-11-01T00:00:00.000Z', method: 'run-rate', toDateBilledUsd: '0' });
  expect(Number(month.forecastListUsd)).toBeGreaterThan(Number(month.toDateUsd));
  expect(forecastMonthUsd).toBe(month.forecastUsd);
  expect(freeTier.allowances).toContainEqual(
    expect.objectContaining({ product: 'aws/lambda', unit: 'request', quantity: '1000000' }),
  );
});

it('narrows to an environment and a function', async () => {
  expect((await get('&environment=staging')).totalUsd).toBeNull();
  const [item] = (await get('&environment=production')).items;
  expect(item?.function?.name).toBe('shop');
  expect((await get(`&functionId=${item?.key}`)).totalUsd).toBe(item?.costUsd);
});

it.each([
  ['groupBy=colour', /groupBy: must be one of function, outcome/],
  ['groupBy=attribute:', /groupBy: must be one of/],
  ['groupBy=attribute:route', /attribute route: is not promoted/],
])('refuses %s and says why', async (query, message) => {
  const { status, body } = await call(GET, { query: `?${query}` });
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: { code: 'invalid_input', message: expect.stringMatching(message) } });
});

it('tells what instances that are kept ready cost once it is said how many, and what of it was for nothing', async () => {
  const before = await get('');
  expect(before.capacity).toMatchObject({
    keptUsd: null,
    idleUsd: null,
    items: [],
    reason: expect.any(String),
  });
  expect(before.withCapacityUsd).toBeNull();
  const shopId = before.items.find((item) => item.function?.name === 'shop')?.key;
  const from = new Date(BEGIN).toISOString().slice(0, 10);
  const state = (body: unknown) => call(createCapacity, { method: 'POST', body });
  const { status, body } = await state({ functionId: shopId, instances: 2, from });
  expect([status, body]).toEqual([201, expect.objectContaining({ functionName: 'shop', to: null })]);

  const { capacity, totalUsd, withCapacityUsd } = await get('');
  expect(pico(capacity.keptUsd)).toBeGreaterThan(0n);
  expect(pico(capacity.usedUsd)).toBeGreaterThan(0n);
  expect(pico(capacity.usedUsd) + pico(capacity.idleUsd)).toBe(pico(capacity.keptUsd));
  expect(pico(withCapacityUsd)).toBe(pico(totalUsd) + pico(capacity.keptUsd));
  expect(totalUsd).toBe(before.totalUsd);
  const { month } = await get('');
  expect(before.month).toMatchObject({ keptReadyUsd: null, allForecastUsd: before.month.forecastUsd });
  expect(pico(month.keptReadyForecastUsd)).toBeGreaterThan(pico(month.keptReadyUsd));
  expect(pico(month.allForecastUsd)).toBe(pico(month.forecastUsd) + pico(month.keptReadyForecastUsd));
  expect((await get('&environment=staging')).capacity.items).toEqual([]);

  const payId = before.items.find((item) => item.function?.name === 'pay')?.key;
  await state({ functionId: payId, instances: 1, from });
  expect((await get('')).capacity).toMatchObject({ keptUsd: null, reason: expect.stringMatching(/^pay: /) });

  for (const [wrong, message] of [
    [{ instances: 0 }, /^instances: must be 1 or more/],
    [{ from: 'today' }, /^from: must be a day/],
    [{ to: from }, /^to: must be after from/],
    [{ functionId: 'shop' }, /^functionId: must be the id/],
  ] as const) {
    const refused = await state({ functionId: shopId, instances: 2, from, ...wrong });
    expect([refused.status, refused.body]).toEqual([
      400,
      { error: { code: 'invalid_input', message: expect.stringMatching(message) } },
    ]);
  }
  await call(deleteCapacity, { method: 'DELETE', params: { id: (body as { id: string }).id } });
});
