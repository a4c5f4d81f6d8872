import { type ListPrice, listPrices } from '../list-price';

/** What AWS sells under Lambda's name besides Lambda itself, and CloudFront Functions. */
export const AWS_LAMBDA_KIN: readonly ListPrice[] = [
  ...listPrices(
    { provider: 'aws', product: 'lambda-managed-instances', region: 'us-east-1', source: 'pricing-page' },
    [
      { meter: 'requests', unit: 'request', price: '0.0000002' },
      { meter: 'ec2-instances', unit: 'instance-hour', price: null },
      { meter: 'management-fee', unit: 'USD of EC2 on demand', price: '0.15' },
    ],
  ),
  ...listPrices(
    {
      provider: 'aws',
      product: 'lambda-microvm',
      region: 'us-east-1',
      source: 'pricing-page',
    },
    [
      { meter: 'vcpu', unit: 'vCPU-second', price: '0.0000276944', rounding: 'per second' },
      { meter: 'memory', unit: 'GB-second', price: '0.0000036667', rounding: 'per second' },
      { meter: 'snapshot-write', unit: 'GB', price: '0.0038' },
      { meter: 'snapshot-read', unit: 'GB', price: '0.00155' },
      { meter: 'snapshot-storage', unit: 'GB-month', price: '0.08', rounding: 'a month is 720 hours' },
    ],
  ),
  ...listPrices({ provider: 'aws', product: 'lambda-edge', region: 'global', source: 'pricing-page' }, [
    { meter: 'requests', unit: 'request', price: '0.0000006' },
    {
      meter: 'duration',
      unit: '128 MB-second',
      price: '0.00000625125',
      rounding: 'up to the next millisecond; before 2021-04-01 up to the next 50',
    },
  ]),
  ...listPrices({ provider: 'aws', product: 'cloudfront-functions', region: 'global', source: 'infracost' }, [
    { meter: 'invocations', unit: 'invocation', price: '0.0000001' },
  ]),
  ...listPrices(
    { provider: 'aws', product: 'lambda-function-url', region: 'global', source: 'pricing-page' },
    [{ meter: 'requests', unit: 'request', price: '0' }],
  ),
];
