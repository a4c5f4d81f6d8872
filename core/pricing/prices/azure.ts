import { type ListPrice, listPrices, monthly } from '../list-price';

const FUNCTIONS = { provider: 'azure', product: 'functions' } as const;
const EACH_SUBSCRIPTION = 'subscription, all its function apps';
const FLEX_ROUNDING = 'each active period of an instance: at least 1000 ms, then up to the next 100 ms';

/** The regions whose prices were read; for others, import the Retail Prices response. */
export const AZURE: readonly ListPrice[] = [
  ...(
    [
      ['eastus', 'infracost'],
      ['eastus2', 'azure-retail'],
    ] as const
  ).flatMap(([region, source]) =>
    listPrices({ ...FUNCTIONS, plan: 'consumption', region, source }, [
      {
        meter: 'execution-time',
        unit: 'GB-second',
        price: '0.000016',
        free: monthly('400000', EACH_SUBSCRIPTION),
        rounding:
          'observed memory up to the next 128 MB, 128 to 1536; time up to the next millisecond, at least 100',
      },
      {
        meter: 'executions',
        unit: 'execution',
        price: '0.0000002',
        free: monthly('1000000', EACH_SUBSCRIPTION),
      },
    ]),
  ),
  ...listPrices({ ...FUNCTIONS, plan: 'flex-consumption', region: 'eastus2', source: 'azure-retail' }, [
    {
      meter: 'on-demand-execution-time',
      unit: 'GB-second',
      price: '0.000026',
      free: monthly('100000', EACH_SUBSCRIPTION),
      rounding: FLEX_ROUNDING,
    },
    {
      meter: 'on-demand-executions',
      unit: 'execution',
      price: '0.0000004',
      free: monthly('250000', EACH_SUBSCRIPTION),
    },
  ]),
  ...listPrices(
    { ...FUNCTIONS, plan: 'flex-consumption-always-ready', region: 'eastus2', source: 'azure-retail' },
    [
      {
        meter: 'always-ready-baseline',
        unit: 'GB-second',
        price: '0.000004',
        rounding: 'all the time that the instances are configured',
      },
      {
        meter: 'always-ready-execution-time',
        unit: 'GB-second',
        price: '0.000016',
        rounding: FLEX_ROUNDING,
      },
      { meter: 'always-ready-executions', unit: 'execution', price: '0.0000004', confidence: 'medium' },
    ],
  ),
  ...listPrices({ ...FUNCTIONS, plan: 'premium-EP', region: 'eastus', source: 'infracost' }, [
    { meter: 'premium-vcpu', unit: 'vCPU-month', price: '126.29', rounding: 'a month is 730 hours' },
    {
      meter: 'premium-memory',
      unit: 'GB-month',
      price: '8.979',
      rounding: 'a month is 730 hours',
      confidence: 'medium',
    },
  ]),
  ...listPrices({ provider: 'azure', product: 'container-apps', region: 'eastus2', source: 'azure-retail' }, [
    {
      meter: 'vcpu-active',
      unit: 'vCPU-second',
      price: '0.000024',
      free: monthly('180000', 'subscription'),
    },
    { meter: 'vcpu-idle', unit: 'vCPU-second', price: '0.000003' },
    { meter: 'memory', unit: 'GiB-second', price: '0.000003', free: monthly('360000', 'subscription') },
    {
      meter: 'requests',
      unit: 'request',
      price: '0.0000004',
      free: monthly('2000000', 'subscription'),
      source: 'faas-list',
      confidence: 'medium',
    },
  ]),
];
