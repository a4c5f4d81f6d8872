import { type ListPrice, listPrices, monthly } from '../list-price';

const ACCOUNT = 'billing account';
const STEP_1ST_GEN = 'each invocation up to the next 100 ms';
const STEP_RUN = 'instance time up to the next 100 ms, shared by requests that run at once';

const FIRST_GEN = { provider: 'gcp', product: 'cloud-functions-1st-gen', source: 'firebase-tools' } as const;
const RUN = { provider: 'gcp', product: 'cloud-run', source: 'firebase-tools' } as const;
/** Cloud Run's free tier is an amount of money: in more expensive regions it covers less. */
const worth = (quantity: string, worthEach: string) => monthly(quantity, ACCOUNT, { worthEach });

export const GCP: readonly ListPrice[] = [
  ...(
    [
      ['tier-1', '0.0000025', '0.00001', '0.000001'],
      ['tier-2', '0.0000035', '0.000014', '0.00000145'],
    ] as const
  ).flatMap(([region, memory, cpu, idle]) =>
    listPrices({ ...FIRST_GEN, region, rounding: STEP_1ST_GEN }, [
      { meter: 'memory', unit: 'GB-second', price: memory, free: monthly('400000', ACCOUNT) },
      { meter: 'cpu', unit: 'GHz-second', price: cpu, free: monthly('200000', ACCOUNT) },
      { meter: 'idle-cpu-min-instances', unit: 'GHz-second', price: idle, rounding: null },
    ]),
  ),
  ...listPrices({ ...FIRST_GEN, region: 'global' }, [
    {
      meter: 'invocations',
      unit: 'invocation',
      price: '0.0000004',
      free: monthly('2000000', ACCOUNT),
      rounding: 'counted whatever the outcome',
    },
    {
      meter: 'egress',
      unit: 'GB',
      price: '0.12',
      free: monthly('5', ACCOUNT),
      rounding: '1 GB = 1024³ bytes',
    },
  ]),
  ...(
    [
      ['tier-1', '0.000024', '0.0000025', '0.0000025'],
      ['tier-2', '0.0000336', '0.0000035', '0.0000035'],
    ] as const
  ).flatMap(([region, cpu, memory, idle]) =>
    listPrices({ ...RUN, plan: 'request-based', region, rounding: STEP_RUN }, [
      { meter: 'cpu', unit: 'vCPU-second', price: cpu, free: worth('180000', '0.000024') },
      { meter: 'memory', unit: 'GiB-second', price: memory, free: worth('360000', '0.0000025') },
      { meter: 'idle-cpu', unit: 'vCPU-second', price: idle },
      { meter: 'idle-memory', unit: 'GiB-second', price: idle },
    ]),
  ),
  ...(
    [
      ['tier-1', '0.000018', '0.000002', 'cloud-run-page'],
      ['tier-2', '0.0000216', '0.0000024', 'infracost'],
    ] as const
  ).flatMap(([region, cpu, memory, source]) =>
    listPrices(
      { ...RUN, plan: 'instance-based', region, source, rounding: 'instance life up to the next 100 ms' },
      [
        { meter: 'cpu', unit: 'vCPU-second', price: cpu, free: worth('240000', '0.000018') },
        { meter: 'memory', unit: 'GiB-second', price: memory, free: worth('450000', '0.000002') },
      ],
    ),
  ),
  ...listPrices({ ...RUN, region: 'global' }, [
    {
      meter: 'requests',
      unit: 'request',
      plan: 'request-based',
      price: '0.0000004',
      free: monthly('2000000', ACCOUNT),
    },
    {
      meter: 'egress',
      unit: 'GB',
      price: '0.12',
      free: monthly('1', `${ACCOUNT}, within North America`),
      source: 'cloud-run-page',
      confidence: 'medium',
      rounding: '1 GB = 1024³ bytes; the price varies with the destination',
    },
  ]),
];
