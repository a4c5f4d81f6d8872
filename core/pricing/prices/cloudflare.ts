import { type ListPrice, listPrices, monthly } from '../list-price';

const SHARED = { provider: 'cloudflare', region: 'global', source: 'cloudflare' } as const;
const STEP = 'per 10 ms';

export const CLOUDFLARE: readonly ListPrice[] = [
  ...listPrices({ ...SHARED, product: 'workers', plan: 'paid-standard' }, [
    {
      meter: 'requests',
      unit: 'request',
      price: '0.0000003',
      free: monthly('10000000', 'account, with the subscription'),
      rounding: 'subrequests, static assets and service bindings are free',
    },
    {
      meter: 'cpu-time',
      unit: 'CPU-millisecond',
      price: '0.00000002',
      free: monthly('30000000', 'account, with the subscription'),
      rounding: 'time of computing; waiting is free',
    },
    { meter: 'subscription', unit: 'account-month', price: '5' },
  ]),
  ...listPrices({ ...SHARED, product: 'workers', plan: 'free' }, [
    { meter: 'requests', unit: 'request', price: '0', rounding: 'at most 100,000 a day of 10 CPU-ms each' },
  ]),
  ...listPrices({ ...SHARED, product: 'workers-logpush' }, [
    { meter: 'requests', unit: 'request', price: '0.00000005', free: monthly('10000000', 'account') },
  ]),
  ...listPrices({ ...SHARED, product: 'containers', rounding: STEP }, [
    { meter: 'memory', unit: 'GiB-second', price: '0.0000025', free: monthly('90000', 'account') },
    { meter: 'cpu', unit: 'vCPU-second', price: '0.00002', free: monthly('22500', 'account') },
    { meter: 'disk', unit: 'GB-second', price: '0.00000007', free: monthly('720000', 'account') },
  ]),
];
