import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionId } from '../model/function-identity';
import type { UnpricedInvocation } from '../model/invocation';
import { formatPicoUsd } from '../model/money';
import { costLines } from './cost-lines';
import { priceInvocation } from './invocation';

interface Given extends Partial<Omit<UnpricedInvocation, 'facts' | 'function'>> {
  readonly facts?: Partial<UnpricedInvocation['facts']>;
  readonly region?: string;
  readonly provider?: string;
  readonly name?: string;
  readonly durationMs?: number;
  readonly at?: string;
}

function invocation({
  facts,
  region = 'us-east-1',
  provider = 'aws',
  name = 'shop',
  durationMs = 100,
  at = '2026-11-01',
  ...more
}: Given = {}): UnpricedInvocation {
  const naming = { provider, accountId: '1', region, environment: '', name };
  return {
    traceId: '0'.repeat(32),
    spanId: '0'.repeat(16),
    function: { id: functionId(naming), ...naming },
    facts: {
      service: null,
      platform: 'aws_lambda',
      runtime: null,
      architecture: 'x86_64',
      memoryMb: 1024,
      timeoutMs: null,
      version: null,
      ...facts,
    },
    source: 'faaslens',
    invocationId: null,
    trigger: null,
    startNs: BigInt(Date.parse(at)) * 1_000_000n,
    durationNs: BigInt(Math.round(durationMs * 1e6)),
    initDurationMs: null,
    reportedBilledMs: null,
    coldStart: false,
    outcome: 'ok',
    errorType: null,
    errorMessage: null,
    maxMemoryUsedMb: null,
    ...more,
  };
}

const costOf = (given: Given) => {
  const { cost } = priceInvocation(invocation(given));
  return cost === null ? null : formatPicoUsd(cost);
};

describe('the list price of one invocation of AWS Lambda', () => {
  it.each<[string, Given, string]>([
    ['100 ms at 1 GB of x86_64', {}, '0.00000186667'],
    ['100 ms at 1 GB of arm64', { facts: { architecture: 'arm64' } }, '0.00000153334'],
    [
      '1 ms at 128 MB, rounded at the 12th place',
      { durationMs: 1, facts: { memoryMb: 128 } },
      '0.000000202083',
    ],
    ['the dearer Cape Town', { region: 'af-south-1' }, '0.00000248'],
    [
      'arm64 in Tel Aviv, derived from x86_64',
      { region: 'il-central-1', facts: { architecture: 'arm64' } },
      '0.00000161',
    ],
    ['100 ms steps before December 2020', { durationMs: 101, at: '2020-11-30' }, '0.00000353334'],
    ['arm64 in Milan', { region: 'eu-south-1', facts: { architecture: 'aarch64' } }, '0.00000179138'],
    [
      'the reported billed time, not the measured one',
      { reportedBilledMs: 200, durationMs: 100 },
      '0.00000353334',
    ],
    ['a failed one like any other', { outcome: 'timeout' }, '0.00000186667'],
    // 0.1 GB-s at 0.0000097222; at 0.00005001 with the higher request fee; the request alone.
    ['on provisioned concurrency', { billedAs: 'provisioned' }, '0.00000117222'],
    ['at the edge, under the name of the one function', { billedAs: 'edge' }, '0.000005601'],
    ['on instances that Lambda manages', { billedAs: 'managed' }, '0.0000002'],
  ])('%s', (_, given, usd) => expect(costOf(given)).toBe(usd));

  it('bills handler and init as one sum, rounded up once, since August 2025', () => {
    const cold = { durationMs: 250.06, initDurationMs: 100.77, coldStart: true };
    const billed = (at: string) => priceInvocation(invocation({ ...cold, at })).billedDurationMs;
    expect(billed('2025-08-01')).toBe(351);
    expect(billed('2025-07-31T23:59:59Z')).toBe(251);
  });

  it('takes what spills over from provisioned concurrency at the usual price, and says what no execution tells', () => {
    const provisioned = invocation({ billedAs: 'provisioned', reportedBilledMs: 100 });
    expect(priceInvocation(provisioned)).toMatchObject({ precision: 'exact', cost: 1_172_220n });
    expect(priceInvocation(invocation({ reportedBilledMs: 100 })).cost).toBe(1_866_670n);
    expect(priceInvocation(provisioned).cost).toBe(1_172_220n);
    const managed = priceInvocation(invocation({ billedAs: 'managed', reportedBilledMs: 100 }));
    expect(managed).toMatchObject({ precision: 'estimated', note: expect.stringContaining('EC2') });
    const there = { billedAs: 'provisioned', region: 'ap-south-2' } as const;
    expect(priceInvocation(invocation(there)).note).toMatch(/provisioned concurrency in ap-south-2/);
  });

  it('is exact only with reported time, known memory and known architecture', () => {
    const exact = priceInvocation(invocation({ reportedBilledMs: 100 }));
    expect([exact.precision, exact.note]).toEqual(['exact', null]);
    const measured = priceInvocation(invocation());
    expect(measured.precision).toBe('estimated');
    expect(measured.note).toContain('did not report the billed time');
    const noArchitecture = priceInvocation(
      invocation({ reportedBilledMs: 100, facts: { architecture: null } }),
    );
    expect(noArchitecture.precision).toBe('estimated');
    expect(noArchitecture.note).toContain('priced as x86_64');
    expect(noArchitecture.cost).toBe(exact.cost);
    const noInit = priceInvocation(invocation({ coldStart: true }));
    expect(noInit.note).toContain('init time is unknown');
  });

  it.each<[string, Given, RegExp]>([
    ['another region', { region: 'mx-central-1' }, /no price of AWS Lambda in mx-central-1 is known/],
    ['a region whose fee is not known', { region: 'us-gov-east-1' }, /requests in us-gov-east-1/],
    ['China, which is not billed in dollars', { region: 'cn-north-1' }, /bills cn-north-1 in yuan/],
    ['no region', { region: '' }, /region is unknown/],
    ['no memory size', { facts: { memoryMb: null } }, /memory size is unknown/],
    ['a memory size of 0', { facts: { memoryMb: 0 } }, /memory size is unknown/],
    ['an architecture of its own', { facts: { architecture: 'riscv' } }, /riscv/],
    [
      'another platform',
      { provider: 'alibaba_cloud', facts: { platform: 'alibaba_cloud_fc' } },
      /no prices of alibaba_cloud_fc/,
    ],
    ['nothing known', { provider: '', facts: { platform: null } }, /platform is unknown/],
  ])('has no price for %s, and says so instead of 0', (_, given, note) => {
    const price = priceInvocation(invocation(given));
    expect([price.cost, price.precision]).toEqual([null, null]);
    expect(price.note).toMatch(note);
  });

  it('keeps the billed time when only the price is missing, and bills nothing for a throttled call', () => {
    expect(priceInvocation(invocation({ region: 'mx-central-1', durationMs: 7.2 })).billedDurationMs).toBe(8);
    expect(priceInvocation(invocation({ outcome: 'throttled' }))).toMatchObject({
      billedDurationMs: 0,
      cost: 0n,
    });
  });
});

describe('the lines of a cost', () => {
  const rowOf = (given: Given) => {
    const unpriced = invocation(given);
    const price = priceInvocation(unpriced);
    return {
      functionName: unpriced.function.name,
      provider: unpriced.function.provider,
      platform: unpriced.facts.platform,
      version: unpriced.facts.version,
      maxMemoryUsedMb: unpriced.maxMemoryUsedMb,
      region: unpriced.function.region,
      architecture: unpriced.facts.architecture,
      memoryMb: unpriced.facts.memoryMb,
      startTime: Number(unpriced.startNs / 1_000_000n),
      durationMs: Number(unpriced.durationNs) / 1e6,
      initDurationMs: unpriced.initDurationMs,
      billedDurationMs: price.billedDurationMs,
      cost: price.cost,
    };
  };
  const pico = (usd: string) => Math.round(Number(usd) * 1e12);

  it('shows request, handler and init with quantity, price and source', () => {
    const lines = costLines(rowOf({ durationMs: 250.06, initDurationMs: 100.77, coldStart: true }));
    expect(
      lines.map((line) => [line.meter, line.quantity, line.unit, line.unitPriceUsd, line.amountUsd]),
    ).toEqual([
      ['requests', '1', 'request', '0.0000002', '0.0000002'],
      ['duration', '0.251', 'GB-second', '0.0000166667', '0.000004183342'],
      ['init', '0.1', 'GB-second', '0.0000166667', '0.00000166667'],
    ]);
    expect(lines[1]?.source).toContain('2026-09-19');
  });

  it('always add up to the cost', () => {
    const given = fc.record({
      durationMs: fc.double({ min: 0, max: 900_000, noNaN: true }),
      initDurationMs: fc.option(fc.double({ min: 0, max: 10_000, noNaN: true })),
      memoryMb: fc.integer({ min: 128, max: 10_240 }),
      architecture: fc.constantFrom('x86_64', 'arm64', null),
      region: fc.constantFrom('us-east-1', 'eu-south-1', 'me-central-1'),
      at: fc.constantFrom('2025-01-01', '2026-01-01'),
    });
    fc.assert(
      fc.property(given, ({ memoryMb, architecture, ...more }) => {
        const row = rowOf({ ...more, facts: { memoryMb, architecture } });
        const sum = costLines(row).reduce((total, line) => total + pico(line.amountUsd), 0);
        expect(sum).toBe(Number(row.cost));
      }),
    );
  });

  it('are those that it was billed by, which its cost tells', () => {
    const metersOf = (billedAs: 'provisioned' | 'edge' | 'managed') =>
      costLines(rowOf({ billedAs })).map(({ meter, unitPriceUsd }) => [meter, unitPriceUsd]);
    expect(metersOf('provisioned')).toEqual([
      ['requests', '0.0000002'],
      ['provisioned-duration', '0.0000097222'],
    ]);
    expect(metersOf('edge')).toEqual([
      ['requests', '0.0000006'],
      ['duration', '0.00000625125'],
    ]);
    expect(metersOf('managed')).toEqual([['requests', '0.0000002']]);
  });

  it('are no error for a billed time that is stored at the end of all numbers', () => {
    expect(costLines({ ...rowOf({}), billedDurationMs: 9_223_372_036_854.775 })).toEqual([]);
  });

  it('are none without a cost, and none under a cost of other prices', () => {
    expect(costLines(rowOf({ region: 'nowhere-1' }))).toEqual([]);
    expect(costLines({ ...rowOf({}), cost: 1n })).toEqual([]);
  });
});
