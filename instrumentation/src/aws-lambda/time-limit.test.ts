import { trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function contextWithLimit(ms: number) {
  const deadline = performance.now() + ms;
  return lambdaContext({ getRemainingTimeInMillis: () => deadline - performance.now() });
}

describe('near the time limit', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_LOG_LEVEL: 'none' });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('open spans and the lines so far are sent before the process is killed', async () => {
    let release = () => {};
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      console.log('calling the bank');
      await trace.getTracer('shop').startActiveSpan('charge card', async (span) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        span.end();
      });
      return 'late';
    });
    const started = performance.now();
    const answer = handler({}, contextWithLimit(4000));
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(2), { timeout: 5000, interval: 10 });
    expect(performance.now() - started).toBeLessThan(4000);
    const [root, child] = [...receiver.spans()].sort((a, b) => a.kind - b.kind).reverse();
    expect(root).toMatchObject({
      name: 'checkout',
      status: { code: 2, message: expect.stringContaining('waiting for charge card') },
      attributes: { 'error.type': 'timeout', 'faaslens.waiting_for': ['charge card'] },
    });
    expect(child).toMatchObject({
      name: 'charge card',
      status: { code: 2 },
      attributes: { 'error.type': 'timeout' },
    });
    expect(child?.parentSpanId).toBe(root?.spanId);
    expect(receiver.logs().map((log) => log.body)).toEqual(['calling the bank']);

    release();
    expect(await answer).toBe('late');
  });

  it('a handler that makes it after all corrects its span under the same id', async () => {
    let limitMs = 3000;
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), { timeout: 60_000, interval: 10 });
      // What is left of it may be too little to send anything on a busy machine.
      limitMs = 60_000;
    });
    const began = performance.now();
    const getRemainingTimeInMillis = () => limitMs - (performance.now() - began);
    await handler({}, lambdaContext({ getRemainingTimeInMillis }));
    const [early, final] = receiver.spans();
    expect(final?.spanId).toBe(early?.spanId);
    expect(early?.attributes['error.type']).toBe('timeout');
    expect(final?.attributes).not.toHaveProperty('error.type');
    expect(final?.status).toBeUndefined();
    expect(BigInt(final?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(early?.endTimeUnixNano ?? 0));
  });

  it('a flush gives up in time, and its telemetry goes with the next one', async () => {
    instrumented.dispose();
    const usual = { OTEL_EXPORTER_OTLP_TIMEOUT: '', OTEL_LOG_LEVEL: 'none' };
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...usual });
    receiver.answerWith(() => {});
    const handler = instrumented.wrap(async (event: object, _context: object) => event);
    const started = performance.now();
    await handler({}, contextWithLimit(800));
    expect(performance.now() - started).toBeLessThan(800);

    receiver.answerWith(undefined);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    await handler({}, lambdaContext());
    expect(new Set(receiver.spans().map((span) => span.spanId)).size).toBe(2);
    vi.restoreAllMocks();
  });

  it('what goes wrong in telling of it stays out of the process', async () => {
    instrumented.dispose();
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    let isGone = false;
    const getRemainingTimeInMillis = () => {
      if (isGone) throw new Error('gone');
      return 200;
    };
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      isGone = true;
      await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.stringContaining('gone')), 2_000);
      isGone = false;
      return 'made it';
    });
    expect(await handler({}, lambdaContext({ getRemainingTimeInMillis }))).toBe('made it');
    expect(receiver.spans().at(-1)?.status).toBeUndefined();
    said.mockRestore();
  });

  it('quick invocations leave no timer behind', async () => {
    const handler = instrumented.wrap(async (_event: object, _context: object) => 'ok');
    await handler({}, contextWithLimit(150));
    await sleep(160);
    expect(receiver.spans()).toHaveLength(1);
  });
});
