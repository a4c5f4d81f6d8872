import { type ListPrice, listPrices, monthly } from '../list-price';

const AWS = { provider: 'aws', region: 'us-east-1', source: 'infracost' } as const;
/** Since this day, on-demand reads and writes have cost half. */
const DYNAMODB_HALVED = '2024-11-01';

/** Services that functions call. */
export const AWS_CALLS: readonly ListPrice[] = [
  ...listPrices({ ...AWS, product: 'dynamodb-on-demand' }, [
    ...(
      [
        ['write-request-units', 'WRU', '0.00000125', '0.000000625', '1 KB each; in a transaction twice'],
        [
          'read-request-units',
          'RRU',
          '0.00000025',
          '0.000000125',
          '4 KB each; half when eventually consistent, twice in a transaction',
        ],
      ] as const
    ).flatMap(([meter, unit, before, since, rounding]) => [
      { meter, unit, price: before, to: DYNAMODB_HALVED, rounding },
      { meter, unit, price: since, from: DYNAMODB_HALVED, rounding },
    ]),
  ]),
  ...listPrices({ ...AWS, product: 'dynamodb-streams' }, [
    { meter: 'read-request-units', unit: 'sRRU', price: '0.0000002', rounding: 'reads by Lambda are free' },
  ]),
  ...listPrices({ ...AWS, product: 's3-standard' }, [
    { meter: 'put-copy-post-list', unit: 'request', price: '0.000005' },
    { meter: 'get-and-other', unit: 'request', price: '0.0000004' },
  ]),
  ...listPrices({ ...AWS, product: 'kinesis-provisioned' }, [
    { meter: 'shard-hours', unit: 'shard-hour', price: '0.015' },
    { meter: 'put-payload-units', unit: 'unit', price: '0.000000014', rounding: '25 KB each' },
  ]),
  ...listPrices({ ...AWS, product: 'kinesis-on-demand' }, [
    { meter: 'stream-hours', unit: 'hour', price: '0.04' },
    { meter: 'ingest', unit: 'GB', price: '0.08' },
    { meter: 'retrieval', unit: 'GB', price: '0.04' },
  ]),
  ...listPrices({ ...AWS, product: 'secrets-manager' }, [
    { meter: 'api-calls', unit: 'request', price: '0.000005' },
  ]),
  ...listPrices({ ...AWS, product: 'data-transfer' }, [
    {
      meter: 'internet-out',
      unit: 'GB',
      price: '0.09',
      tiers: [
        { upTo: '10240', price: '0.09' },
        { upTo: '51200', price: '0.085' },
        { upTo: '153600', price: '0.07' },
        { upTo: null, price: '0.05' },
      ],
      free: monthly('100', 'account'),
      confidence: 'medium',
    },
    { meter: 'cross-region-out', unit: 'GB', price: '0.02' },
  ]),
];
