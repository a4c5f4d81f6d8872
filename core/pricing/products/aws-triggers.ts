import { fraction, larger, ONE, over, roundUp, times } from '../fraction';
import { type DecimalInput, decimal } from '../inputs';
import { defineProduct, type Product, say } from '../product';
import {
  chunksOf,
  countCharge,
  DURATION,
  KB_PER_GB,
  mbToGb,
  msRoundedTo,
  productCharge,
  toSeconds,
} from './common';

const PAYLOAD = decimal('Payload of each', 'KB');

/** Requests that count once per chunk of their payload. */
function chunked({
  product,
  title,
  meter,
  label,
  chunkKb,
  aliases,
}: {
  readonly product: string;
  readonly title: string;
  readonly meter: string;
  readonly label: string;
  readonly chunkKb: number;
  readonly aliases: readonly string[];
}): Product {
  const requests: DecimalInput = decimal(label, 'a month', { aliases });
  return defineProduct({
    provider: 'aws',
    product,
    title,
    inputs: { requests, payloadKb: PAYLOAD },
    bill: (given) => ({
      charges: productCharge(meter, [
        [given.requests, label.toLowerCase()],
        [chunksOf(given.payloadKb, chunkKb), `chunks of ${chunkKb} KB`],
      ]),
    }),
  });
}

export const API_GATEWAY_REST = defineProduct({
  provider: 'aws',
  product: 'api-gateway-rest',
  title: 'API Gateway, REST',
  inputs: { requests: decimal('Requests', 'a month', { aliases: ['invocations'] }) },
  bill: ({ requests }) => ({ charges: countCharge('requests', requests, 'requests') }),
});

export const FUNCTION_URL = defineProduct({
  provider: 'aws',
  product: 'lambda-function-url',
  title: 'Lambda function URL',
  inputs: { requests: decimal('Requests', 'a month', { aliases: ['invocations'] }) },
  bill: ({ requests }) => ({ charges: countCharge('requests', requests, 'requests') }),
});

export const API_GATEWAY_HTTP = chunked({
  product: 'api-gateway-http',
  title: 'API Gateway, HTTP',
  meter: 'requests',
  label: 'Requests',
  chunkKb: 512,
  aliases: ['invocations'],
});
export const SQS_STANDARD = chunked({
  product: 'sqs-standard',
  title: 'SQS standard queue',
  meter: 'requests',
  label: 'Requests',
  chunkKb: 64,
  aliases: ['invocations'],
});
export const SQS_FIFO = chunked({
  product: 'sqs-fifo',
  title: 'SQS FIFO queue',
  meter: 'requests',
  label: 'Requests',
  chunkKb: 64,
  aliases: ['invocations'],
});
export const EVENTBRIDGE = chunked({
  product: 'eventbridge',
  title: 'EventBridge custom events',
  meter: 'custom-events',
  label: 'Events',
  chunkKb: 64,
  aliases: ['events', 'invocations'],
});

export const API_GATEWAY_WEBSOCKET = defineProduct({
  provider: 'aws',
  product: 'api-gateway-websocket',
  title: 'API Gateway, WebSocket',
  inputs: {
    messages: decimal('Messages', 'a month', { aliases: ['requests'] }),
    payloadKb: PAYLOAD,
    connectionMinutes: decimal('Connections', 'minutes'),
  },
  bill: ({ messages, payloadKb, connectionMinutes }) => ({
    charges: [
      ...productCharge('messages', [
        [messages, 'messages'],
        [chunksOf(payloadKb, 32), 'chunks of 32 KB'],
      ]),
      ...countCharge('connection-minutes', connectionMinutes, 'minutes'),
    ],
  }),
});

export const SNS = defineProduct({
  provider: 'aws',
  product: 'sns',
  title: 'SNS topic',
  inputs: {
    publishes: decimal('Published messages', 'a month', { aliases: ['requests'] }),
    payloadKb: PAYLOAD,
    httpDeliveries: decimal('Deliveries by HTTP', 'a month'),
    emailDeliveries: decimal('Deliveries by e-mail', 'a month'),
  },
  bill: ({ publishes, payloadKb, httpDeliveries, emailDeliveries }) => ({
    charges: [
      ...productCharge('publishes', [
        [publishes, 'messages'],
        [chunksOf(payloadKb, 64), 'chunks of 64 KB'],
      ]),
      ...countCharge('http-deliveries', httpDeliveries, 'deliveries by HTTP'),
      ...countCharge('email-deliveries', emailDeliveries, 'deliveries by e-mail'),
    ],
  }),
});

export const SNS_FIFO = defineProduct({
  provider: 'aws',
  product: 'sns-fifo',
  title: 'SNS FIFO topic',
  inputs: {
    publishes: decimal('Published messages', 'a month', { aliases: ['requests'] }),
    payloadKb: PAYLOAD,
  },
  bill: ({ publishes, payloadKb }) => ({
    charges: [
      ...countCharge('publishes', publishes, 'messages'),
      ...productCharge('payload', [
        [publishes, 'messages'],
        [payloadKb && over(payloadKb, KB_PER_GB), 'GB'],
      ]),
    ],
  }),
});

export const STEP_FUNCTIONS_STANDARD = defineProduct({
  provider: 'aws',
  product: 'step-functions-standard',
  title: 'Step Functions, standard workflows',
  inputs: {
    transitions: decimal('State transitions', 'a month'),
    executions: decimal('Workflows', 'a month', { aliases: ['requests'] }),
    transitionsPerExecution: decimal('Transitions of each workflow', ''),
  },
  bill: ({ transitions, executions, transitionsPerExecution }) => ({
    charges: transitions
      ? countCharge('transitions', transitions, 'transitions')
      : productCharge('transitions', [
          [executions, 'workflows'],
          [transitionsPerExecution ?? ONE, 'transitions'],
        ]),
  }),
});

const CHUNK_64_MB = fraction(64);
/** Upper bounds of all tiers but the last, in GB-hours. */
const EXPRESS_TIERS = ['1000', '5000'];

export const STEP_FUNCTIONS_EXPRESS = defineProduct({
  provider: 'aws',
  product: 'step-functions-express',
  title: 'Step Functions, express workflows',
  inputs: {
    requests: decimal('Workflows', 'a month', { aliases: ['executions', 'invocations'] }),
    durationMs: DURATION,
    memoryMb: decimal('Memory of each', 'MB'),
    gbHourPrices: { kind: 'decimals', label: 'Own prices by tier, USD per GB-hour' },
  },
  bill({ requests, durationMs, memoryMb, gbHourPrices }) {
    const billedMs = durationMs && msRoundedTo(100, durationMs);
    const gb = mbToGb(larger(roundUp(memoryMb ?? CHUNK_64_MB, CHUNK_64_MB), CHUNK_64_MB));
    const seconds = billedMs && times(toSeconds(billedMs), requests ?? ONE);
    const perHour = fraction(3600);
    return {
      charges: [
        ...countCharge('requests', requests, 'workflows'),
        ...(seconds && billedMs
          ? [
              {
                meter: 'duration',
                quantity: times(seconds, gb),
                how: `${say(requests ?? ONE)} × ${say(billedMs)} ms × ${say(gb)} GB`,
                tiersUsd:
                  gbHourPrices?.map((price, index) => {
                    const upTo = EXPRESS_TIERS[index];
                    const last = index === gbHourPrices.length - 1 || upTo === undefined;
                    return {
                      upTo: last ? null : times(fraction(upTo), perHour),
                      price: over(price, perHour),
                    };
                  }) ?? null,
              },
            ]
          : []),
      ],
      billedMs,
    };
  },
});
