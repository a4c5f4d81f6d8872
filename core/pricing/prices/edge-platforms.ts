import { type ListPrice, listPrices, monthly } from '../list-price';

const GLOBAL = { region: 'global' } as const;

/** Netlify bills credits, Supabase packages, Deno the use beyond its subscription. */
export const EDGE_PLATFORMS: readonly ListPrice[] = [
  ...listPrices(
    { ...GLOBAL, provider: 'netlify', product: 'functions', currency: 'credit', source: 'netlify' },
    [
      { meter: 'compute', unit: 'GB-hour', price: '10', rounding: 'allocated memory × time on the clock' },
      { meter: 'web-requests', unit: '10,000 requests', price: '2' },
      { meter: 'bandwidth', unit: 'GB', price: '20' },
      { meter: 'deploys', unit: 'production deploy', price: '15' },
    ],
  ),
  ...listPrices({ ...GLOBAL, provider: 'supabase', product: 'edge-functions', source: 'supabase' }, [
    {
      meter: 'invocations',
      unit: 'package of 1,000,000',
      price: '2',
      rounding: 'what is over the quota, up to the next whole package; any status counts, OPTIONS does not',
    },
  ]),
  ...listPrices(
    { ...GLOBAL, provider: 'deno', product: 'deploy', plan: 'pro', source: 'deno', confidence: 'low' },
    [
      { meter: 'requests', unit: 'request', price: '0.000002', free: monthly('5000000', 'Pro plan') },
      { meter: 'cpu-time', unit: 'CPU-hour', price: '0.05', free: monthly('40', 'Pro plan') },
      { meter: 'memory-time', unit: 'GB-hour', price: '0.016', free: monthly('1000', 'Pro plan') },
      { meter: 'egress', unit: 'GB', price: '0.5', free: monthly('200', 'Pro plan') },
    ],
  ),
];
