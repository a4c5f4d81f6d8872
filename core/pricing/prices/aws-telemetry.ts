import { type ListPrice, listPrices, monthly } from '../list-price';

/** Since this day, Lambda's logs have had tiers of their own. */
const LAMBDA_LOG_TIERS = '2025-05-01';

export const AWS_TELEMETRY: readonly ListPrice[] = [
  ...listPrices({ provider: 'aws', product: 'cloudwatch-logs', region: 'us-east-1', source: 'infracost' }, [
    { meter: 'ingestion', unit: 'GB', price: '0.5', free: monthly('5', 'account') },
    { meter: 'storage', unit: 'GB-month', price: '0.03' },
    { meter: 'insights-scan', unit: 'GB', price: '0.005' },
  ]),
  ...listPrices(
    {
      provider: 'aws',
      product: 'cloudwatch-logs-lambda',
      region: 'us-east-1',
      source: 'duckbill',
      confidence: 'medium',
    },
    [
      { meter: 'ingestion', unit: 'GB', price: '0.5', to: LAMBDA_LOG_TIERS },
      {
        meter: 'ingestion',
        unit: 'GB',
        price: '0.5',
        tiers: [
          { upTo: '10000', price: '0.5' },
          { upTo: '30000', price: '0.25' },
          { upTo: '50000', price: '0.1' },
          { upTo: null, price: '0.05' },
        ],
        from: LAMBDA_LOG_TIERS,
      },
    ],
  ),
  ...listPrices({ provider: 'aws', product: 'xray', region: 'us-east-1', source: 'xray-page' }, [
    { meter: 'traces-recorded', unit: 'trace', price: '0.000005', free: monthly('100000', 'account') },
    {
      meter: 'traces-retrieved-scanned',
      unit: 'trace',
      price: '0.0000005',
      free: monthly('1000000', 'account'),
    },
    { meter: 'insights-traces', unit: 'trace', price: '0.000001' },
  ]),
];
