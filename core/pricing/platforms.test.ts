import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionId } from '../model/function-identity';
import type { Price, UnpricedInvocation } from '../model/invocation';
import { formatPicoUsd } from '../model/money';
import type { PriceChange } from '../model/price-override';
import { createCostLines } from './cost-lines';
import { createPricer } from './invocation';

interface Given {
  readonly provider: string;
  readonly platform: string | null;
  readonly region?: string;
  readonly memoryMb?: number | null;
  readonly observedMb?: number | null;
  readonly version?: string | null;
  readonly name?: string;
  readonly durationMs?: number;
  readonly reportedMs?: number | null;
}

const AT = Date.parse('2026-11-01');

function invocation(given: Given): UnpricedInvocation {
  const { provider, region = '', name = 'shop', durationMs = 260 } = given;
  const naming = { provider, accountId: '', region, environment: '', name };
  return {
    traceId: '0'.repeat(32),
    spanId: '0'.repeat(16),
    function: { id: functionId(naming), ...naming },
    facts: {
      service: null,
      platform: given.platform,
      runtime: null,
      architecture: null,
      memoryMb: given.memoryMb ?? null,
      timeoutMs: null,
      version: given.version ?? null,
    },
    source: 'faaslens',
    invocationId: null,
    trigger: null,
    startNs: BigInt(AT) * 1_000_000n,
    durationNs: BigInt(Math.round(durationMs * 1e6)),
    initDurationMs: null,
    reportedBilledMs: given.reportedMs ?? null,
    coldStart: false,
    outcome: 'ok',
    errorType: null,
    errorMessage: null,
    maxMemoryUsedMb: given.observedMb ?? null,
  };
}

const RUN = { provider: 'gcp', platform: 'gcp_cloud_functions', region: 'europe-west1' };
const FIRST_GEN = { ...RUN, version: '7', memoryMb: 128 };
const AZURE = { provider: 'azure', platform: 'azure.functions', region: 'eastus2' };
const WORKER = { provider: 'cloudflare', platform: 'cloudflare.workers' };
const VERCEL = { provider: 'vercel', platform: 'vercel', region: 'iad1', memoryMb: 2048 };
const EDGE = {
  provider: 'aws',
  platform: 'aws_lambda',
  region: 'eu-west-1',
  name: 'us-east-1.auth',
  memoryMb: 128,
};

describe('the price of one invocation, platform by platform', () => {
  it.each<[string, Given, string, number, Price['precision']]>([
    // 300 ms: 0.125 GB x 0.0000025 + 0.2 GHz x 0.00001, and the invocation.
    ['Cloud Functions, 1st generation', FIRST_GEN, '0.00000109375', 300, 'estimated'],
    // 300 ms: 0.583 vCPU x 0.000024 + 1 GiB x 0.0000025, and the request.
    ['Cloud Run functions', { ...RUN, memoryMb: 1024 }, '0.0000053476', 300, 'allocated'],
    ['Cloud Run', { ...RUN, platform: 'gcp_cloud_run', memoryMb: 1024 }, '0.0000053476', 300, 'estimated'],
    // 1000 ms at least, 2 GB x 0.000026, and the execution.
    ['Azure Flex Consumption', { ...AZURE, memoryMb: 2048 }, '0.0000524', 1000, 'allocated'],
    // 260 ms, 160 MB count as 256: 0.25 GB x 0.26 s x 0.000016, and the execution.
    ['Azure Consumption', { ...AZURE, observedMb: 160 }, '0.00000124', 260, 'allocated'],
    ['Azure Consumption, at most', AZURE, '0.00000644', 260, 'estimated'],
    ['a Worker that says its CPU time', { ...WORKER, reportedMs: 7 }, '0.00000044', 7, 'exact'],
    ['a Worker that does not', WORKER, '0.0000055', 260, 'estimated'],
    // 0.26 s of 2 GB and of a CPU, by the hour, each rounded, and the invocation.
    ['Vercel', VERCEL, '0.000011375555', 260, 'estimated'],
    // 0.26 s of 1 GB at 10 credits an hour, 0.0002 credits, each 20/3000 USD.
    ['Netlify', { provider: 'netlify', platform: 'netlify.functions' }, '0.000006148148', 260, 'estimated'],
    ['Supabase', { provider: 'supabase', platform: 'supabase.edge' }, '0.000002', 260, 'allocated'],
    ['Deno Deploy', { provider: 'deno', platform: 'deno.deploy' }, '0.000005611111', 260, 'estimated'],
    // 260 ms of 0.125 GB at 0.00005001, and the request.
    ['Lambda@Edge', EDGE, '0.000002225325', 260, 'estimated'],
  ])('%s', (_, given, usd, billedMs, precision) => {
    const price = createPricer()(invocation(given));
    expect([
      price.cost === null ? null : formatPicoUsd(price.cost),
      price.billedDurationMs,
      price.precision,
    ]).toEqual([usd, billedMs, precision]);
    expect(price.note === null).toBe(precision !== 'estimated');
  });

  it.each<[string, Given, RegExp]>([
    ['a region that Google does not name', { ...RUN, region: 'mars-1', memoryMb: 512 }, /in mars-1/],
    ['an Azure region that was not read', { ...AZURE, region: 'westeurope' }, /import the Retail Prices/],
    ['an odd size of the 1st generation', { ...FIRST_GEN, memoryMb: 300 }, /no size of 300 MB/],
    ['Vercel without its memory', { ...VERCEL, memoryMb: null }, /memory size is unknown/],
    [
      'a cluster without a price',
      { provider: '', platform: 'knative', memoryMb: 256 },
      /set your own for knative/,
    ],
  ])('is not known for %s', (_, given, why) => {
    const price = createPricer()(invocation(given));
    expect([price.cost, price.precision]).toEqual([null, null]);
    expect(price.note).toMatch(why);
  });
});

const CHANGE: PriceChange = {
  provider: 'aws',
  product: null,
  plan: null,
  meter: null,
  region: null,
  architecture: null,
  priceUsd: null,
  tiers: [],
  discountPercent: null,
  from: null,
  to: null,
  origin: 'user',
  source: 'our contract',
};
const LAMBDA = {
  provider: 'aws',
  platform: 'aws_lambda',
  region: 'us-east-1',
  memoryMb: 1024,
  reportedMs: 100,
};

describe('prices of the user', () => {
  const costOf = (changes: readonly PriceChange[], given: Given) => {
    const { cost } = createPricer(changes)(invocation(given));
    return cost === null ? null : formatPicoUsd(cost);
  };
  const price = (priceUsd: string, more: Partial<PriceChange> = {}): PriceChange => ({
    ...CHANGE,
    product: 'lambda',
    meter: 'duration',
    priceUsd,
    ...more,
  });

  it('discount the list price, and only from their day on', () => {
    expect(costOf([{ ...CHANGE, discountPercent: '10' }], LAMBDA)).toBe('0.000001680003');
    expect(costOf([{ ...CHANGE, discountPercent: '10', from: '2026-11-02' }], LAMBDA)).toBe('0.00000186667');
  });

  it('take the place of a price; the closer one counts, and what was set by hand before what was imported', () => {
    const everywhere = price('0.00002');
    const here = price('0.00003', { region: 'us-east-1' });
    const imported = price('0.00004', { region: 'us-east-1', architecture: 'x86_64', origin: 'import' });
    expect(costOf([everywhere], LAMBDA)).toBe('0.0000022');
    expect(costOf([everywhere, here], LAMBDA)).toBe('0.0000032');
    expect(costOf([imported, everywhere], LAMBDA)).toBe('0.0000022');
    expect(costOf([imported], LAMBDA)).toBe('0.0000042');
    const off = { ...CHANGE, discountPercent: '50' };
    expect([costOf([imported, off], LAMBDA), costOf([here, off], LAMBDA)]).toEqual([
      '0.0000021',
      '0.0000031',
    ]);
  });

  it('price regions and clusters that no list knows', () => {
    const azure = {
      ...CHANGE,
      provider: 'azure',
      product: 'functions',
      plan: 'consumption',
      region: 'westeurope',
    };
    const changes = [
      { ...azure, meter: 'execution-time', priceUsd: '0.00002' },
      { ...azure, meter: 'executions', priceUsd: '0.0000002' },
    ];
    expect(costOf(changes, { ...AZURE, region: 'westeurope', observedMb: 128 })).toBe('0.00000085');
    const own = {
      ...CHANGE,
      provider: 'knative',
      product: 'functions',
      meter: 'duration',
      priceUsd: '0.00001',
    };
    expect(costOf([own], { provider: '', platform: 'knative', memoryMb: 512, durationMs: 100 })).toBe(
      '0.0000005',
    );
  });
});

it('parts and lines always add up to the cost, whatever the platform', () => {
  const platforms: readonly Given[] = [LAMBDA, FIRST_GEN, { ...RUN, memoryMb: 512 }, AZURE, WORKER, VERCEL];
  const pricer = createPricer();
  const lines = createCostLines();
  fc.assert(
    fc.property(
      fc.constantFrom(...platforms),
      fc.double({ min: 0, max: 900_000, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 900_000 })),
      (given, durationMs, reportedMs) => {
        const one = invocation({ ...given, durationMs, reportedMs });
        const { cost, basis, billedDurationMs } = pricer(one);
        if (cost === null || !basis) throw new Error('no cost');
        expect(basis.request + basis.time + basis.cpu).toBe(cost);
        const shown = lines({
          ...one.facts,
          ...one.function,
          functionName: one.function.name,
          maxMemoryUsedMb: one.maxMemoryUsedMb,
          startTime: AT,
          durationMs,
          initDurationMs: null,
          billedDurationMs,
          cost,
        });
        const total = shown.reduce((sum, { amountUsd }) => sum + Math.round(Number(amountUsd) * 1e12), 0);
        expect(total).toBe(Number(cost));
      },
    ),
  );
});
