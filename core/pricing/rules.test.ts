import { describe, expect, it } from 'vitest';
import { type Estimate, estimate } from './estimate';

const NOW = Date.parse('2026-11-21');
const of = (request: Readonly<Record<string, unknown>>): Estimate => estimate(request, { nowMs: NOW });
const lambda = (more: object) => ({ provider: 'aws', product: 'lambda', region: 'us-east-1', ...more });
const aws = (product: string, more: object) => ({ provider: 'aws', product, region: 'us-east-1', ...more });
const run = (more: object) => ({ provider: 'gcp', product: 'cloud-run', vcpu: 1, gb: 1, ...more });
const flex = { provider: 'azure', product: 'functions', region: 'eastus2', plan: 'flex-consumption' };
const MILLION = { requests: 1_000_000 };

describe('a bill', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'storage over 512 MB, in a region of its own price',
      lambda({ region: 'eu-west-1', memoryMb: 1024, ephemeralMb: 1536, durationMs: 1000, ...MILLION }),
      // 0.20 + 16.6667 + 1 GB x 1,000,000 s x 0.000000034
      '16.9007',
    ],
    [
      'some cold starts among many: each sum rounded up on its own',
      lambda({ memoryMb: 1024, durationMs: '100.2', initMs: '50.3', coldStarts: 10, requests: 1000 }),
      // 990 x 101 ms + 10 x 151 ms
      '0.00189167005',
    ],
    [
      '100 ms steps before December 2020',
      lambda({ memoryMb: 1024, durationMs: 101, asOf: '2020-11-30' }),
      '0.00000333334',
    ],
    ['data out, beyond 100 GB', lambda({ memoryMb: 128, billedMs: 0, egressGb: 110, freeTier: true }), '0.9'],
    [
      'provisioned concurrency for 301 s is 10 minutes',
      lambda({ memoryMb: 1024, provisionedConcurrency: 1, provisionedSeconds: 301 }),
      '0.00250002',
    ],
    [
      'a snapshot is kept for 3 hours at least',
      lambda({ memoryMb: 1024, durationMs: 0, versionActiveSeconds: 60 }),
      '0.01624968',
    ],
    [
      'asynchronous events with a payload over 256 KB: a request for each further 64 KB',
      lambda({ memoryMb: 128, billedMs: 0, payloadKb: 321, ...MILLION }),
      '0.6',
    ],
    [
      'instances kept ready, by their number and hours',
      {
        ...flex,
        plan: 'flex-consumption-always-ready',
        instanceMb: 2048,
        instances: 2,
        hours: 730,
        instanceSeconds: 5000,
        executions: 100_000,
      },
      // 2 x 730 h x 2 GB x 0.000004 + 5,000 s x 2 GB x 0.000016 + 0.04
      '42.248',
    ],
    [
      'Java restores for free',
      lambda({ memoryMb: 1024, durationMs: 0, restores: 99, runtime: 'java21' }),
      '0',
    ],
    [
      'a first tier of another price, its later ones derived',
      lambda({ region: 'af-south-1', memoryMb: 1024, durationMs: 1000, requests: 7_000_000_000 }),
      '154380',
    ],
    [
      'Edge in 50 ms steps before April 2021',
      aws('lambda-edge', { memoryMb: 128, durationMs: 1, asOf: '2021-03-31' }),
      '0.0000003125625',
    ],
    ['Edge in 1 ms steps since', aws('lambda-edge', { memoryMb: 128, durationMs: 1 }), '0.00000000625125'],
    [
      'DynamoDB before it was halved',
      aws('dynamodb-on-demand', { writes: 1_000_000, reads: 1_000_000, asOf: '2024-10-31' }),
      '1.5',
    ],
    [
      'DynamoDB since, items of 5 KB, eventually',
      aws('dynamodb-on-demand', { writes: 1_000_000, reads: 1_000_000, itemKb: 5, consistency: 'eventual' }),
      '3.25',
    ],
    [
      'logs of Lambda before they had tiers',
      aws('cloudwatch-logs-lambda', { gb: 60_000, asOf: '2025-04-30' }),
      '30000',
    ],
    ['messages of 65 KB count twice', aws('sqs-standard', { ...MILLION, payloadKb: 65 }), '0.8'],
    [
      'a transition elsewhere',
      aws('step-functions-standard', { region: 'sa-east-1', transitions: 5000, freeTier: true }),
      '0.0375',
    ],
    // 180,000 x 0.000024 and 360,000 x 0.0000025 are deducted from 33.6 + 3.5.
    [
      'Cloud Run in tier 2: free use is money',
      run({ region: 'europe-west2', instanceSeconds: 1_000_000, freeTier: true }),
      '31.88',
    ],
    [
      'Cloud Run by instance',
      run({ region: 'us-central1', plan: 'instance-based', instanceSeconds: 1000 }),
      '0.02',
    ],
    [
      'requests that share instances',
      run({ region: 'us-central1', durationMs: 260, concurrency: 10, ...MILLION }),
      '1.195',
    ],
    ['Flex: a second at least', { ...flex, instanceMb: 2048, durationMs: 260, executions: 1000 }, '0.0524'],
    [
      'Flex: the grant',
      { ...flex, instanceMb: 2048, instanceSeconds: 50_001, executions: 250_000, freeTier: true },
      '0.000052',
    ],
    [
      'Workers, with all that is included',
      {
        provider: 'cloudflare',
        product: 'workers',
        billableRequests: 10_000_000,
        cpuMsPerRequest: 3,
        freeTier: true,
      },
      '5',
    ],
    [
      'Vercel for a hobby',
      {
        provider: 'vercel',
        product: 'functions-fluid',
        region: 'fra1',
        plan: 'hobby',
        gb: 2,
        activeCpuSeconds: 3600,
        instanceSeconds: 3600,
        freeTier: true,
      },
      '0',
    ],
    [
      'Netlify in Pro',
      { provider: 'netlify', product: 'functions', gbSeconds: 3600, requests: 10_000 },
      '0.08',
    ],
    [
      'Supabase beyond the quota of its plan',
      { provider: 'supabase', product: 'edge-functions', invocations: 2_000_001, freeTier: true },
      '2',
    ],
    [
      'Deno',
      {
        provider: 'deno',
        product: 'deploy',
        activeCpuSeconds: 3600,
        gb: 1,
        instanceSeconds: 3600,
        egressGb: 1,
        ...MILLION,
      },
      '2.566',
    ],
    [
      'a cluster: the larger share of a node',
      {
        provider: 'knative',
        product: 'functions',
        nodePricePerHour: '0.36',
        nodeGb: 16,
        nodeVcpu: 4,
        gb: 1,
        vcpu: 1,
        instanceSeconds: 3600,
      },
      '0.09',
    ],
    [
      'China, when a yuan is worth something',
      {
        provider: 'aws-china',
        product: 'lambda',
        region: 'cn-north-1',
        memoryMb: 1024,
        billedMs: 1000,
        usdPerCny: '0.14',
      },
      '0.00001588678',
    ],
  ])('of %s', (_, request, total) => expect(of(request).totalUsd).toBe(total));
});

describe('a price that is not known', () => {
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'a meter of a region',
      lambda({ region: 'me-central-1', memoryMb: 128, durationMs: 1, ephemeralMb: 1024 }),
      /no price of ephemeral-storage in me-central-1/,
    ],
    [
      'a cluster of one’s own',
      { provider: 'openfaas', product: 'functions', gb: 1, durationMs: 1 },
      /is your own/,
    ],
    [
      'a region that is run, but priced by no source',
      { ...flex, region: 'westeurope', instanceMb: 512, instanceSeconds: 10 },
      /no price of on-demand-execution-time in westeurope is known: import/,
    ],
    [
      'China without a rate',
      { provider: 'aws-china', product: 'lambda', region: 'cn-north-1', memoryMb: 128, durationMs: 1 },
      /usdPerCny/,
    ],
  ])('makes no total, never one of zero: %s', (_, request, note) => {
    const { totalUsd, notes, lines } = of(request);
    expect(totalUsd).toBeNull();
    expect(notes.join()).toMatch(note);
    expect(lines.some(({ unitPriceUsd, amountUsd }) => unitPriceUsd === null && amountUsd === null)).toBe(
      true,
    );
  });
});

it.each<[string, Readonly<Record<string, unknown>>]>([
  ['durationMs', lambda({ memoryMb: 1024, provisionedConcurrency: 1, provisionedSeconds: 60, ...MILLION })],
  ['vcpu', { provider: 'ibm', product: 'code-engine', durationMs: 5, memoryMb: 512 }],
  ['memoryMb', aws('fargate', { instanceSeconds: 60, vcpu: 1 })],
  ['vcpu', { provider: 'azure', product: 'functions', region: 'eastus', plan: 'premium-EP', memoryMb: 3584 }],
  ['instanceMb', { ...flex, plan: 'flex-consumption-always-ready', readySeconds: 60 }],
])('refuses to leave out what is billed: %s is missing', (name, request) => {
  expect(() => of(request)).toThrow(`${name}: is missing`);
});

describe('precision', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    ['exact when nothing is missing', lambda({ memoryMb: 128, durationMs: 1 }), 'exact', /^$/],
    [
      'allocated when requests share instances',
      run({ region: 'us-central1', durationMs: 1, concurrency: 8 }),
      'allocated',
      /^$/,
    ],
    [
      'estimated without the concurrency',
      run({ region: 'us-central1', durationMs: 1 }),
      'estimated',
      /^concurrency is missing/,
    ],
    [
      'estimated at a derived price',
      lambda({ region: 'il-central-1', architecture: 'arm64', memoryMb: 128, durationMs: 1 }),
      'estimated',
      /derived/,
    ],
    [
      'estimated when nobody says how long instances are kept ready',
      { ...flex, plan: 'flex-consumption-always-ready', instanceMb: 512, instanceSeconds: 1 },
      'estimated',
      /^readySeconds is missing/,
    ],
    [
      'exact when the billed time has the init in it, which is not added',
      lambda({ memoryMb: 128, billedMs: 151, initMs: 50 }),
      'exact',
      /^billedMs has the init in it/,
    ],
    [
      'estimated when the poller is told by what it starts',
      lambda({ memoryMb: 128, durationMs: 1, epuHours: 1 }),
      'estimated',
      /^eventSource is missing: pollers of SQS/,
    ],
  ])('is %s', (_, request, precision, note) => {
    const answer = of(request);
    expect(answer.precision).toBe(precision);
    expect(answer.notes.join()).toMatch(note);
  });
});

it('says how each amount comes about', () => {
  const { lines } = of(lambda({ memoryMb: 1536, durationMs: 120, requests: 3_000_000, freeTier: true }));
  expect(lines.map(({ formula }) => formula)).toEqual([
    '3,000,000 requests, less 1,000,000 free',
    '3,000,000 × 120 ms × 1.5 GB, less 400,000 free',
  ]);
});
