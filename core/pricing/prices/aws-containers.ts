import { type ListPrice, listPrices } from '../list-price';

export const AWS_CONTAINERS: readonly ListPrice[] = [
  ...listPrices(
    {
      provider: 'aws',
      product: 'fargate',
      region: 'us-east-1',
      architecture: 'x86_64',
      source: 'infracost',
      rounding: 'per second, at least a minute',
    },
    [
      { meter: 'vcpu', unit: 'vCPU-hour', price: '0.04048' },
      { meter: 'memory', unit: 'GB-hour', price: '0.004445' },
    ],
  ),
  ...listPrices(
    {
      provider: 'aws',
      product: 'app-runner',
      region: 'us-east-1',
      source: 'unverified',
      confidence: 'low',
    },
    [
      { meter: 'vcpu', unit: 'vCPU-hour', price: '0.064' },
      { meter: 'memory', unit: 'GB-hour', price: '0.007' },
    ],
  ),
];
