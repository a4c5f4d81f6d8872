import { type ListPrice, listPrices, monthly } from '../list-price';

const AWS = { provider: 'aws', region: 'us-east-1', source: 'infracost' } as const;
const FIRST_YEAR = monthly('1000000', 'account, in its first 12 months');
const CHUNK_64 = 'each 64 KB of payload counts';

/** What triggers functions and carries their messages. */
export const AWS_TRIGGERS: readonly ListPrice[] = [
  ...listPrices({ ...AWS, product: 'api-gateway-rest' }, [
    {
      meter: 'requests',
      unit: 'request',
      price: '0.0000035',
      tiers: [
        { upTo: '333000000', price: '0.0000035' },
        { upTo: '1000000000', price: '0.0000028' },
        { upTo: '20000000000', price: '0.00000238' },
        { upTo: null, price: '0.00000151' },
      ],
      free: FIRST_YEAR,
    },
  ]),
  ...listPrices({ ...AWS, product: 'api-gateway-http' }, [
    {
      meter: 'requests',
      unit: 'request',
      price: '0.000001',
      tiers: [
        { upTo: '300000000', price: '0.000001' },
        { upTo: null, price: '0.0000009' },
      ],
      free: FIRST_YEAR,
      rounding: 'each 512 KB of payload counts',
    },
  ]),
  ...listPrices({ ...AWS, product: 'api-gateway-websocket' }, [
    {
      meter: 'messages',
      unit: 'message',
      price: '0.000001',
      tiers: [
        { upTo: '1000000000', price: '0.000001' },
        { upTo: null, price: '0.0000008' },
      ],
      rounding: 'each 32 KB of payload counts',
    },
    { meter: 'connection-minutes', unit: 'minute', price: '0.00000025' },
  ]),
  ...listPrices({ ...AWS, product: 'sqs-standard' }, [
    {
      meter: 'requests',
      unit: 'request',
      price: '0.0000004',
      free: monthly('1000000', 'account'),
      rounding: `${CHUNK_64}; so do receives, deletes and empty receives`,
    },
  ]),
  ...listPrices({ ...AWS, product: 'sqs-fifo' }, [
    { meter: 'requests', unit: 'request', price: '0.0000005', rounding: CHUNK_64 },
  ]),
  ...listPrices({ ...AWS, product: 'sns' }, [
    {
      meter: 'publishes',
      unit: 'request',
      price: '0.0000005',
      free: monthly('1000000', 'account'),
      rounding: `${CHUNK_64}; deliveries to Lambda and SQS are free`,
    },
    {
      meter: 'http-deliveries',
      unit: 'notification',
      price: '0.0000006',
      free: monthly('100000', 'account'),
    },
    { meter: 'email-deliveries', unit: 'notification', price: '0.00002', free: monthly('1000', 'account') },
  ]),
  ...listPrices({ ...AWS, product: 'sns-fifo' }, [
    { meter: 'publishes', unit: 'request', price: '0.0000003' },
    { meter: 'payload', unit: 'GB', price: '0.017' },
  ]),
  ...listPrices({ ...AWS, product: 'eventbridge' }, [
    {
      meter: 'custom-events',
      unit: 'event',
      price: '0.000001',
      rounding: `${CHUNK_64}; events of AWS services are free`,
    },
  ]),
  ...[
    ['us-east-1', '0.000025'],
    ['us-west-1', '0.0000279'],
    ['sa-east-1', '0.0000375'],
  ].flatMap(([region = '', price = '']) =>
    listPrices({ ...AWS, product: 'step-functions-standard', region }, [
      {
        meter: 'transitions',
        unit: 'transition',
        price,
        free: monthly('4000', 'account'),
        rounding: 'each retry is a transition',
      },
    ]),
  ),
  ...listPrices({ ...AWS, product: 'step-functions-express' }, [
    { meter: 'requests', unit: 'request', price: '0.000001' },
    {
      meter: 'duration',
      unit: 'GB-second',
      price: '0.00001667',
      tiers: [
        { upTo: '3600000', price: '0.00001667' },
        { upTo: '18000000', price: '0.00000833' },
        { upTo: null, price: '0.00000456' },
      ],
      rounding: 'up to the next 100 ms and the next 64 MB',
    },
  ]),
];
