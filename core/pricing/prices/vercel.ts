import { type ListPrice, listPrices, monthly } from '../list-price';
import { rowsOf } from './table';

const SHARED = { provider: 'vercel', product: 'functions-fluid', source: 'vercel' } as const;

/** Region, USD per hour of active CPU, USD per GB-hour of memory. */
const REGIONS = `
cpt1   0.2    0.0166
cle1   0.128  0.0106
dxb1   0.185  0.0153
dub1   0.168  0.0139
fra1   0.184  0.0152
hkg1   0.176  0.0146
lhr1   0.177  0.0146
yul1   0.147  0.0122
bom1   0.14   0.0116
kix1   0.202  0.0167
cdg1   0.177  0.0146
pdx1   0.128  0.0106
sfo1   0.177  0.0147
gru1   0.221  0.0183
icn1   0.169  0.014
sin1   0.16   0.0133
arn1   0.16   0.0133
syd1   0.18   0.0149
hnd1   0.202  0.0167
iad1   0.128  0.0106
`;

export const VERCEL: readonly ListPrice[] = [
  ...listPrices({ ...SHARED, region: 'global' }, [
    {
      meter: 'invocations',
      unit: 'invocation',
      price: '0.0000006',
      free: monthly('1000000', 'team'),
      rounding: 'counted whatever the outcome',
    },
  ]),
  ...rowsOf(REGIONS).flatMap(([region, cpu, memory]) =>
    listPrices({ ...SHARED, region: region ?? '' }, [
      {
        meter: 'active-cpu',
        unit: 'CPU-hour',
        price: cpu ?? null,
        free: monthly('4', 'account', { plans: ['hobby'] }),
        rounding: 'milliseconds of computing; waiting is free',
      },
      {
        meter: 'provisioned-memory',
        unit: 'GB-hour',
        price: memory ?? null,
        free: monthly('360', 'account', { plans: ['hobby'] }),
        rounding:
          'an instance from its first to its last request under way, shared by those that run at once',
      },
    ]),
  ),
];
