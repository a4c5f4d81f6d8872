import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const TRACE_ID = 'a'.repeat(32);
const TRACEPARENT = `00-${TRACE_ID}-${'b'.repeat(16)}-01`;

const sqs = (count: number) => ({
  Records: Array.from({ length: count }, (_, index) => ({
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:orders',
    messageId: `m${index}`,
    messageAttributes: { traceparent: { stringValue: TRACEPARENT } },
  })),
});

describe('an invocation by messages', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const span = () => receiver.spans().at(-1);

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('is a consumer with links, a trace of its own', async () => {
    await instrumented.wrap(async (_event: object) => 'ok')(sqs(1));
    expect(span()).toMatchObject({ name: 'process orders', kind: 5, links: [{ traceId: TRACE_ID }] });
    expect(span()?.traceId).not.toBe(TRACE_ID);
  });

  it('goes on in the trace of its one message where that is asked for, and not of several', async () => {
    const handler = instrumented.wrap(async (_event: object) => 'ok', { messageAsParent: true });
    await handler(sqs(1));
    expect(span()).toMatchObject({ traceId: TRACE_ID, parentSpanId: 'b'.repeat(16), links: [] });
    await handler(sqs(2));
    expect(span()?.links).toHaveLength(2);
    expect(span()?.parentSpanId).toBeUndefined();
  });

  it('has a trace of its own where only the X-Ray header names a sender, whatever X-Ray sampled', async () => {
    const AWSTraceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';
    const event = { Records: [{ eventSource: 'aws:sqs', attributes: { AWSTraceHeader } }] };
    await instrumented.wrap(async (_event: object) => 'ok', { messageAsParent: true })(event);
    expect(span()).toMatchObject({ links: [{ spanId: '53995c3f42cd8ad8' }] });
    expect(span()?.parentSpanId).toBeUndefined();
  });

  it('counts the messages that are to be delivered again, and is no error for them', async () => {
    const failures = { batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }] };
    await instrumented.wrap(async (_event: object) => failures)(sqs(3));
    expect(span()?.attributes).toMatchObject({
      'faaslens.batch.failed_count': 2,
      'messaging.batch.message_count': 3,
    });
    expect(span()?.status).toBeUndefined();
  });
});

describe('a wrapped handler', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    instrumented.dispose();
    await receiver.close();
  });

  it('that calls another wrapped handler is one invocation', async () => {
    const inner = instrumented.wrap(async (_event: object, _context: object) => 'inner');
    const outer = instrumented.wrap(async (event: object, context: object) => inner(event, context));
    expect(await outer({}, lambdaContext())).toBe('inner');
    expect(receiver.spans()).toHaveLength(1);
  });

  it('tells the size of its HTTP answer in bytes, encoded or not', async () => {
    const handler = instrumented.wrap(async (event: { answer: object }) => event.answer);
    const http = { httpMethod: 'GET', path: '/' };
    await handler({ ...http, answer: { statusCode: 200, body: 'grüße' } });
    const body = Buffer.from('12345678').toString('base64');
    await handler({ ...http, answer: { statusCode: 200, body, isBase64Encoded: true } });
    expect(receiver.spans().map(({ attributes }) => attributes['http.response.body.size'])).toEqual([7, 8]);
  });

  it('leaves no listener behind, however many times it answers by its callback', async () => {
    const handler = instrumented.wrap((_event: object, _context: object, callback: () => void) => callback());
    const before = process.listenerCount('beforeExit');
    for (let times = 0; times < 20; times += 1) {
      await new Promise<void>((resolve) => handler({}, lambdaContext(), resolve));
    }
    expect(process.listenerCount('beforeExit')).toBe(before);
  });
});
