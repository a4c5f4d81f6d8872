import { type ListPrice, listPrices } from '../list-price';
import { LAMBDA_ROUNDING } from './lambda-terms';

/** China bills in yuan, without tiers; its two regions differ in storage. */
const STORAGE = { 'cn-north-1': '0.0000002303', 'cn-northwest-1': '0.0000002049' } as const;

export const AWS_CHINA: readonly ListPrice[] = Object.entries(STORAGE).flatMap(([region, storage]) =>
  listPrices(
    {
      provider: 'aws-china',
      product: 'lambda',
      region,
      currency: 'CNY',
      source: 'remotion',
      confidence: 'medium',
    },
    [
      {
        meter: 'duration',
        unit: 'GB-second',
        architecture: 'x86_64',
        price: '0.000113477',
        source: 'infracost',
        confidence: 'low',
        rounding: LAMBDA_ROUNDING.duration,
      },
      {
        meter: 'duration',
        unit: 'GB-second',
        architecture: 'arm64',
        price: '0.0000908',
        rounding: LAMBDA_ROUNDING.duration,
      },
      { meter: 'requests', unit: 'request', price: '0.00000136' },
      { meter: 'ephemeral-storage', unit: 'GB-second', price: storage, rounding: LAMBDA_ROUNDING.storage },
    ],
  ),
);
