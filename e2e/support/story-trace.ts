import { otlpTraces, post } from './send-traces';
import type { Service } from './service';

/** The trace of the request. */
export const TRACE = 'a1'.repeat(16);
export const id = (digit: string) => digit.repeat(16);
const LAMBDA = {
  'service.name': 'shop',
  'faas.name': 'shop',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'cloud.region': 'eu-west-1',
};
const request = (requestId: string, more: Readonly<Record<string, string | boolean>> = {}) => ({
  'faas.trigger': 'http',
  'faas.invocation_id': requestId,
  ...more,
});

/** A request that calls a payment whose clock is behind, is retried, and sets off a worker in another trace. */
export async function sendStory(service: Service): Promise<void> {
  const now = Date.now() - 60_000;
  await post(
    service,
    '/v1/traces',
    otlpTraces(LAMBDA, now, [
      {
        traceId: TRACE,
        spanId: id('1'),
        name: 'POST /checkout',
        from: 0,
        to: 900,
        error: 'out of time',
        attributes: request('r-1', { 'faas.coldstart': true, 'error.type': 'timeout' }),
      },
      {
        traceId: TRACE,
        spanId: id('2'),
        parentSpanId: id('1'),
        name: 'load cart',
        kind: 1,
        from: 5,
        to: 100,
      },
      {
        traceId: TRACE,
        spanId: id('3'),
        parentSpanId: id('1'),
        name: 'POST api.pay',
        kind: 3,
        from: 110,
        to: 900,
      },
      {
        traceId: TRACE,
        spanId: id('4'),
        parentSpanId: id('1'),
        name: 'send order',
        kind: 4,
        from: 102,
        to: 108,
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces({ ...LAMBDA, 'service.name': 'pay', 'faas.name': 'pay' }, now, [
      {
        traceId: TRACE,
        spanId: id('5'),
        parentSpanId: id('3'),
        name: 'charge',
        from: -4000,
        to: -3500,
        error: 'deadlock detected',
        attributes: request('r-2'),
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces({ ...LAMBDA, 'service.name': 'worker', 'faas.name': 'worker' }, now, [
      {
        traceId: 'b2'.repeat(16),
        spanId: id('6'),
        name: 'order-worker',
        kind: 5,
        from: 1500,
        to: 1600,
        attributes: request('r-3'),
        links: [{ traceId: TRACE, spanId: id('4') }],
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces(LAMBDA, now, [
      {
        traceId: 'c3'.repeat(16),
        spanId: id('7'),
        name: 'POST /checkout',
        from: 2000,
        to: 2100,
        attributes: request('r-1'),
      },
    ]),
  );
}
