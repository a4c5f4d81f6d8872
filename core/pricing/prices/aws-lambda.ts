import { type ListPrice, listPrices, monthly } from '../list-price';
import { KNOWN_TIERS } from './lambda-derivations';
import { LAMBDA_FREE, LAMBDA_ROUNDING } from './lambda-terms';

const SHARED = { provider: 'aws', product: 'lambda', region: 'us-east-1' } as const;
const GB_SECOND = 'GB-second';

/** Lambda in us-east-1, where AWS publishes every meter. */
export const AWS_LAMBDA: readonly ListPrice[] = [
  ...listPrices({ ...SHARED, source: 'price-list' }, [
    ...(['x86_64', 'arm64'] as const).map((architecture) => ({
      meter: 'duration',
      unit: GB_SECOND,
      architecture,
      price: KNOWN_TIERS[architecture][0]?.price ?? null,
      tiers: KNOWN_TIERS[architecture],
      free: LAMBDA_FREE.duration,
      rounding: LAMBDA_ROUNDING.duration,
    })),
    {
      meter: 'provisioned-concurrency',
      unit: GB_SECOND,
      architecture: 'arm64',
      price: '0.0000033334',
      rounding: LAMBDA_ROUNDING.provisioned,
    },
    {
      meter: 'provisioned-duration',
      unit: GB_SECOND,
      architecture: 'arm64',
      price: '0.0000077778',
      rounding: LAMBDA_ROUNDING.duration,
    },
    {
      meter: 'tenant-isolation',
      unit: 'GB of a new environment',
      architecture: 'x86_64',
      price: '0.000166667',
    },
    {
      meter: 'tenant-isolation',
      unit: 'GB of a new environment',
      architecture: 'arm64',
      price: '0.000133333',
    },
  ]),
  ...listPrices({ ...SHARED, source: 'remotion' }, [
    { meter: 'requests', unit: 'request', price: '0.0000002', free: LAMBDA_FREE.requests },
    {
      meter: 'ephemeral-storage',
      unit: GB_SECOND,
      price: '0.0000000309',
      rounding: LAMBDA_ROUNDING.storage,
    },
    {
      meter: 'provisioned-concurrency',
      unit: GB_SECOND,
      architecture: 'x86_64',
      price: '0.0000041667',
      rounding: LAMBDA_ROUNDING.provisioned,
    },
    {
      meter: 'provisioned-duration',
      unit: GB_SECOND,
      architecture: 'x86_64',
      price: '0.0000097222',
      rounding: LAMBDA_ROUNDING.duration,
    },
  ]),
  ...listPrices({ ...SHARED, source: 'pricing-page' }, [
    {
      meter: 'snapstart-cache',
      unit: GB_SECOND,
      architecture: 'x86_64',
      price: '0.0000015046',
      rounding: 'at least 3 hours for each published version; free for Java',
    },
    {
      meter: 'snapstart-restore',
      unit: 'GB restored',
      architecture: 'x86_64',
      price: '0.0001397998',
      rounding: 'free for Java',
    },
    {
      meter: 'response-stream',
      unit: 'GB',
      price: '0.008',
      free: monthly('100', 'account'),
      rounding: 'beyond the first 6 MB of each request; 1 GB = 1024 MB',
    },
    { meter: 'poller-kafka', unit: 'EPU-hour', price: '0.185', rounding: 'per second, at least a minute' },
    {
      meter: 'poller-sqs',
      unit: 'EPU-hour',
      price: '0.00925',
      rounding: 'per second, at least a minute; at least 2 pollers',
    },
    { meter: 'durable-operations', unit: 'operation', price: '0.000008' },
    { meter: 'durable-data-written', unit: 'GB', price: '0.25', rounding: '1 GB = 10^9 bytes' },
    { meter: 'durable-data-retained', unit: 'GB-month', price: '0.15', rounding: 'a month is 30 days' },
  ]),
];
