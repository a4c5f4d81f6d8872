import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AdviceView } from '@/app/_queries/costs/advice';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { costAdvice } from './_contract/cost-groups';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda, span } from './_testing/telemetry';
import { GET } from './v1/costs/advice/route';

const NOW = BEGIN + 24 * 3_600_000;
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const shop = lambda('shop', 'production');
  const rare = lambda('rare', 'staging');
  const spans = Array.from({ length: 60 }, (_, index) => {
    const trace = hex(index + 1, 32);
    const from = index * 1000;
    const attributes = { 'faaslens.max_memory_used_mb': 90 };
    return [
      invocation({ id: hex(1, 16), trace, resource: shop, from, to: from + 200, attributes }),
      span({
        id: hex(2, 16),
        parent: hex(1, 16),
        trace,
        resource: shop,
        from,
        to: from + 150,
        kind: 'client',
        attributes: { 'server.address': 'api.example.com' },
      }),
    ];
  }).flat();
  const few = Array.from({ length: 49 }, (_, index) =>
    invocation({
      id: hex(3, 16),
      trace: hex(index + 1000, 32),
      resource: rare,
      from: index,
      to: index + 100,
    }),
  );
  await writer.write({ spans: [...spans, ...few], logs: [] });
  await writer.close();
});
afterAll(() => database.remove());

async function get(query = ''): Promise<AdviceView> {
  const { status, body } = await call(GET, { query });
  expect(status).toBe(200);
  return costAdvice.answer.parse(body);
}

it('says what to change, what it saves a month, how sure that is, and shows its data', async () => {
  const { items } = await get('?environment=production');
  expect(items.map(({ kind, certainty }) => [kind, certainty])).toEqual(
    expect.arrayContaining([
      ['memory', 'range'],
      ['architecture', 'assumed'],
      ['waiting', 'range'],
    ]),
  );
  for (const { savingUsd, evidence } of items) {
    expect(Number(savingUsd.high)).toBeGreaterThanOrEqual(Number(savingUsd.low));
    expect(Number(savingUsd.high)).toBeGreaterThan(0);
    for (const row of evidence.rows) expect(row).toHaveLength(evidence.columns.length);
  }
  const arm = items.find(({ kind }) => kind === 'architecture');
  // 1 GB: 200 ms cost 0.00000066667 less; 60 in a day are 1,800 in 30 days.
  expect(Number(arm?.savingUsd.low)).toBeCloseTo(0.2 * (0.0000166667 - 0.0000133334) * 1800, 9);
});

it('says why it advises nothing from fewer than 50 invocations', async () => {
  const { items, kept } = await get('?environment=staging');
  expect(items).toEqual([]);
  expect(kept.map(({ kind, reason }) => [kind, /fewer than 50/.test(reason)])).toEqual(
    expect.arrayContaining([
      ['memory', true],
      ['architecture', true],
      ['provisioned', true],
      ['platform', true],
    ]),
  );
});

it('compares the busiest hour with the break-even of provisioned concurrency', async () => {
  const { kept } = await get('?environment=production');
  expect(kept.find(({ kind }) => kind === 'provisioned')?.reason).toMatch(/pays from 60% busy on/);
});

it('draws what it says from the time since which invocations are kept', async () => {
  const hour = 3_600_000;
  const now = () => NOW + hour;
  const limits = { days: 1, maxBytes: null };
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation, now, limits });
  const late = { id: hex(4, 16), trace: hex(5000, 32), from: 2 * hour, to: 2 * hour + 100 };
  await writer.write({
    spans: [invocation({ ...late, resource: lambda('rare', 'staging') })],
    logs: [],
  });
  while (await writer.tidy(50));
  await writer.close();
  const { from, kept } = await get('?environment=staging');
  expect(from).toBe(new Date(BEGIN + hour).toISOString());
  expect(kept.length).toBeGreaterThan(0);
  expect((await get('?environment=production')).items).toEqual([]);
});
