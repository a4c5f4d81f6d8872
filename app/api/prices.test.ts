import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import examples from '@/core/pricing/testdata/examples.json';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call } from './_testing/routes';

let database: TestDatabase;
const routes = await allRoutes();

beforeAll(async () => {
  database = await openTestDatabase({}, untouchableReader, () => Date.parse('2026-11-21'));
});
afterAll(() => database.remove());

async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, id?: string) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, {
    method,
    ...(body === undefined ? {} : { body }),
    ...(id === undefined ? {} : { params: { id } }),
  });
  if (answer.status < 300) {
    expect(answer.status).toBe(contract.status);
    contract.answer.parse(answer.body);
  }
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

const estimate = (body: unknown) => send('POST', '/costs/estimate', body);

const SHOP = {
  provider: 'aws',
  product: 'lambda',
  region: 'us-east-1',
  architecture: 'x86_64',
  memoryMb: 1536,
  durationMs: 120,
  requests: 3_000_000,
  freeTier: true,
};

describe('an estimate', () => {
  it.each(examples.filter(({ unit }) => unit === 'USD').map((example) => [example.id, example] as const))(
    'of the worked example %s is what it should be',
    async (_, { provider, product, region, inputs, freeTier, exact }) => {
      const { body } = await estimate({ provider, product, region, freeTier, ...inputs });
      const total = Number(body.totalUsd);
      expect(body.totalUsd).not.toBeNull();
      expect(Math.abs(total - Number(exact))).toBeLessThanOrEqual(1e-9 * Math.abs(Number(exact)));
    },
  );

  it('answers lines, total, precision and source', async () => {
    expect((await estimate(SHOP)).body).toMatchObject({
      totalUsd: '2.733338',
      precision: 'exact',
      source: expect.stringContaining('AWS Price List API'),
      lines: [{ meter: 'requests' }, { meter: 'duration', quantity: '140000', unit: 'GB-second' }],
    });
  });

  it('follows the day that is asked for', async () => {
    const cold = { ...SHOP, durationMs: '250.06', initMs: '100.77' };
    const billed = async (asOf: string) => (await estimate({ ...cold, asOf })).body.billedDurationMs;
    expect([await billed('2025-08-01'), await billed('2025-07-31')]).toEqual([351, 251]);
  });

  it.each([
    [{ region: 'nowhere-1' }, /^region: no price of lambda in nowhere-1 is known. There are: af-south-1, /],
    [{ provider: 'acme' }, /^provider: must be one of aws, azure, gcp/],
    [{ product: 'lambada' }, /^product: must be one of lambda, lambda-edge/],
    [{ plan: 'gold' }, /^plan: this product has no plans/],
    [{ architecture: 'mips' }, /^architecture: /],
    [{ memoryMb: 64 }, /^memoryMb: must be 128 to 10240/],
    [{ memoryMb: null }, /^memoryMb: is missing/],
    [{ durationMs: '-1' }, /^durationMs: /],
    [{ durationMs: {} }, /^durationMs: /],
    [{ invocations: 3 }, /^invocations: says the same as requests/],
    [{ streamed: [{ gb: 1 }] }, /^streamed\[0\].gb: is unknown/],
    [{ asOf: 'today' }, /^asOf: /],
    [{ freeTier: 'yes' }, /^freeTier: /],
    [{ extra: 1 }, /^unknown: extra; known: provider, .*requests, /],
  ])('refuses %j', async (wrong, message) => {
    const { status, body } = await estimate({ ...SHOP, ...wrong });
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});

it('lists products with what they bill by', async () => {
  const { body } = await send('GET', '/costs/products');
  const lambda = (body.items as { product: string; inputs: { name: string }[] }[])[0];
  expect(lambda?.product).toBe('lambda');
  expect(lambda?.inputs.map(({ name }) => name)).toContain('ephemeralMb');
});

describe('prices of the user', () => {
  const DISCOUNT = {
    provider: 'aws',
    product: 'lambda',
    meter: 'duration',
    discountPercent: '12',
    source: 'plan',
  };
  const total = async () => (await estimate({ ...SHOP, freeTier: false })).body.totalUsd;

  it('are set, listed, replaced and taken away, and estimates follow', async () => {
    expect(await total()).toBe('9.600018');
    const made = await send('POST', '/prices/overrides', DISCOUNT);
    const id = String(made.body.id);
    expect((await send('GET', '/prices/overrides')).body.items).toMatchObject([
      { ...DISCOUNT, id, origin: 'user', region: null },
    ]);
    expect(await total()).toBe('8.52001584');
    await send('PUT', '/prices/overrides/{id}', { ...DISCOUNT, discountPercent: '100' }, id);
    expect(await total()).toBe('0.6');
    expect((await send('DELETE', '/prices/overrides/{id}', undefined, id)).status).toBe(204);
    expect(await total()).toBe('9.600018');
    expect((await send('DELETE', '/prices/overrides/{id}', undefined, id)).status).toBe(404);
  });

  it.each([
    [{ provider: 'acme' }, /^provider: must be one of aws, /],
    [{ product: 'lambada' }, /^product: must be one of lambda, /],
    [{ meter: 'naps' }, /^meter: must be one of duration, /],
    [{ priceUsd: '1' }, /^priceUsd: give either/],
    [{ discountPercent: '101' }, /^discountPercent: must be 0 to 100/],
    [{ from: '2026-02-01', to: '2026-01-01' }, /^to: must be after from/],
    [{ source: '' }, /^source: must say/],
  ])('are refused when they make no sense: %j', async (wrong, message) => {
    const { status, body } = await send('POST', '/prices/overrides', { ...DISCOUNT, ...wrong });
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});
