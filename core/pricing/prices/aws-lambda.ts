import type { PriceSourceKey } from './sources';

/** Part of a month's use: up to `upTo` units (null: no bound) at `usd` per unit. */
export interface Tier {
  readonly upTo: string | null;
  readonly usd: string;
}

export interface LambdaPrices {
  readonly region: string;
  /** First day (UTC) that the prices are used for; the newest one that has come counts. */
  readonly from: string;
  /** USD per GB-second of each architecture. Tiers beyond the first are known for some regions only. */
  readonly duration: { readonly x86_64: readonly Tier[]; readonly arm64: readonly Tier[] };
  /** USD per request. */
  readonly request: string;
  readonly source: PriceSourceKey;
}

/** Changes with every change of a price below. */
export const LAMBDA_PRICES_VERSION = '2026-11-21';

/** Billing per millisecond began this day; earlier invocations were billed by other rules and are not priced. */
const SINCE = '2020-12-01';

/** From this day INIT is billed for every configuration; before, not for ZIP packages on managed runtimes. */
export const INIT_BILLED_SINCE = '2025-08-01';

/** Per month and payer account, all regions and both architectures together. */
export const LAMBDA_FREE_TIER = { gbSeconds: 400_000n, requests: 1_000_000n } as const;

const flat = (usd: string): readonly Tier[] => [{ upTo: null, usd }];

function single(
  region: string,
  x86: string,
  arm: string,
  request: string,
  source: PriceSourceKey,
): LambdaPrices {
  return { region, from: SINCE, duration: { x86_64: flat(x86), arm64: flat(arm) }, request, source };
}

/** Regions that AWS prices alike. */
const COMMON_REGIONS = [
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-4',
  'ap-south-1',
  'sa-east-1',
] as const;

/**
 * On-demand list prices. Left out, so that nothing is priced by guess: regions whose price or arm64 price rests on
 * an old or thin source (il-central-1, ap-south-2, ap-southeast-3, ca-west-1, eu-south-2, us-gov-*), and China, which
 * bills in CNY.
 */
export const LAMBDA_PRICES: readonly LambdaPrices[] = [
  {
    region: 'us-east-1',
    from: SINCE,
    duration: {
      x86_64: [
        { upTo: '6000000000', usd: '0.0000166667' },
        { upTo: '15000000000', usd: '0.000015' },
        { upTo: null, usd: '0.0000133334' },
      ],
      arm64: [
        { upTo: '7500000000', usd: '0.0000133334' },
        { upTo: '18750000000', usd: '0.0000120001' },
        { upTo: null, usd: '0.0000106667' },
      ],
    },
    request: '0.0000002',
    source: 'price-list',
  },
  ...COMMON_REGIONS.map((region) => single(region, '0.0000166667', '0.0000133334', '0.0000002', 'remotion')),
  single('af-south-1', '0.0000221', '0.00001768', '0.00000027', 'remotion'),
  single('ap-east-1', '0.00002292', '0.0000183', '0.00000028', 'remotion'),
  single('ap-southeast-5', '0.000015', '0.000012', '0.00000018', 'remotion'),
  single('eu-central-2', '0.0000183334', '0.0000146667', '0.00000022', 'remotion'),
  single('eu-south-1', '0.0000195172', '0.0000156138', '0.00000023', 'remotion'),
  single('me-south-1', '0.0000206667', '0.0000165334', '0.00000025', 'remotion-old'),
  single('me-central-1', '0.0000206667', '0.0000165334', '0.00000025', 'savings-page'),
];
