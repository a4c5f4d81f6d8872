import { readFileSync } from 'node:fs';
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

async function send(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  id?: string,
  query = '',
) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, {
    method,
    query,
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
    [{ region: 'nowhere-1' }, /^region: nowhere-1 is no region of aws. Priced for lambda: af-south-1, /],
    [{ provider: 'acme' }, /^provider: must be one of aws, azure, gcp/],
    [{ product: 'lambada' }, /^product: must be one of lambda, lambda-edge/],
    [{ plan: 'gold' }, /^plan: must be one of on-demand/],
    [{ architecture: 'mips' }, /^architecture: /],
    [{ memoryMb: 64 }, /^memoryMb: must be 128 to 10240/],
    [{ memoryMb: null }, /^memoryMb: is missing/],
    [{ durationMs: '-1' }, /^durationMs: /],
    [{ durationMs: {} }, /^durationMs: /],
    [{ invocations: 3 }, /^invocations: says the same as requests/],
    [{ streamed: [{ gb: 1 }] }, /^streamed\[0\].gb: is unknown/],
    [{ asOf: 'today' }, /^asOf: /],
    [{ asOf: '2026-02-30' }, /^asOf: must be a day/],
    [{ durationMs: 900_001 }, /^durationMs: must be 0 to 900000/],
    [{ provisionedConcurrency: 1 }, /^provisionedSeconds: is missing/],
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
    [{ from: '2026-02-30' }, /^from: must be a day/],
    [{ discountPercent: null, priceUsd: '1', tiers: [{ upTo: '5', price: '1' }] }, /^tiers: must ascend/],
    [
      { discountPercent: null, priceUsd: '1', tiers: [{ upTo: null, price: '2' }] },
      /^tiers: the first one must have the price/,
    ],
  ])('are refused when they make no sense: %j', async (wrong, message) => {
    const { status, body } = await send('POST', '/prices/overrides', { ...DISCOUNT, ...wrong });
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});

describe('prices in force', () => {
  interface Price {
    readonly meter: string;
    readonly architecture: string | null;
    readonly price: string | null;
    readonly origin: string | null;
    readonly source: string;
  }
  const inForce = async (query: string) => (await send('GET', '/prices', undefined, undefined, query)).body;
  const one = async (meter: string, query = '?provider=aws&product=lambda&region=us-east-1') =>
    ((await inForce(query)).items as Price[]).find(
      (price) => price.meter === meter && price.architecture !== 'arm64',
    );

  it('say each price of a product, and where it is from', async () => {
    expect(await one('duration')).toMatchObject({
      price: '0.0000166667',
      origin: 'list',
      source: 'AWS Price List API, AWSLambda offer, 2026-09-19',
      sourceUrl: expect.stringMatching(/^https:/),
      free: { quantity: '400000', period: 'month' },
      tiers: [{ upTo: '6000000000' }, { upTo: '15000000000' }, { upTo: null }],
    });
    expect((await inForce('?provider=cloudflare&product=workers')).items).toHaveLength(4);
  });

  it('leave unknown what is unknown in a region', async () => {
    const of = '?provider=aws&product=lambda&region=me-central-1';
    expect(await one('ephemeral-storage', of)).toMatchObject({ price: null, origin: null, source: '' });
  });

  it('follow what is set by hand, on the day it counts for', async () => {
    const { body } = await send('POST', '/prices/overrides', {
      provider: 'aws',
      product: 'lambda',
      meter: 'requests',
      priceUsd: '0.0000001',
      from: '2026-12-01',
      source: 'contract',
    });
    const of = '?provider=aws&product=lambda&region=us-east-1';
    expect(await one('requests', of)).toMatchObject({ price: '0.0000002', origin: 'list' });
    expect(await one('requests', `${of}&asOf=2026-12-01`)).toMatchObject({
      price: '0.0000001',
      origin: 'user',
      source: 'contract',
    });
    await send('DELETE', '/prices/overrides/{id}', undefined, String(body.id));
  });

  it.each([
    ['?provider=acme&product=lambda', /^provider: must be one of aws/],
    ['?provider=aws&product=lambda', /^region: must be one of af-south-1/],
    ['?provider=aws&product=lambda&region=us-east-1&asOf=today', /^asOf: must be a day/],
  ])('refuse %s', async (query, message) => {
    const { status, body } = await send('GET', '/prices', undefined, undefined, query);
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});

describe('a price file', () => {
  const file = (name: string): unknown =>
    JSON.parse(
      readFileSync(new URL(`../../core/pricing/importers/testdata/${name}.json`, import.meta.url), 'utf8'),
    );
  const WEST_EUROPE = {
    provider: 'azure',
    product: 'functions',
    region: 'westeurope',
    executions: 1000,
    durationMs: 1000,
    observedMb: 128,
  };

  it('is imported, counts in estimates, and is taken away again', async () => {
    expect((await estimate(WEST_EUROPE)).body.totalUsd).toBeNull();
    const { body } = await send('POST', '/prices/imports', file('azure-retail'));
    expect(body).toEqual({
      source: 'Azure Retail Prices, newest of 2026-10-01',
      prices: 2,
      products: ['azure/functions'],
      skipped: 2,
    });
    expect((await estimate(WEST_EUROPE)).body.totalUsd).toBe('0.00245');
    expect((await send('GET', '/prices/imports')).body.items).toEqual([
      {
        provider: 'azure',
        product: 'functions',
        source: 'Azure Retail Prices, newest of 2026-10-01',
        prices: 2,
        regions: 1,
        importedAt: expect.any(String),
      },
    ]);
    const remove = () =>
      send('DELETE', '/prices/imports', undefined, undefined, '?provider=azure&product=functions');
    expect((await remove()).status).toBe(204);
    expect((await estimate(WEST_EUROPE)).body.totalUsd).toBeNull();
    expect((await remove()).status).toBe(404);
  });

  it('of AWS and of Google is imported as well, larger than what other calls take', async () => {
    const offer = file('aws-offer') as { readonly disclaimer: string };
    const large = { ...offer, disclaimer: 'x'.repeat(1_000_000) };
    expect((await send('POST', '/prices/imports', large)).body).toMatchObject({
      products: ['aws/lambda', 'aws/lambda-edge'],
    });
    expect((await send('POST', '/prices/imports', file('google-catalog'))).body).toMatchObject({
      prices: 5,
      products: ['gcp/cloud-run', 'gcp/cloud-functions-1st-gen'],
    });
  });

  it('of another kind is refused with what it must be', async () => {
    const { status, body } = await send('POST', '/prices/imports', { prices: [] });
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(/^the file must be an AWS Price List offer file/),
    ]);
  });
});
