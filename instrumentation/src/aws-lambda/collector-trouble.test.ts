import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const INVOCATIONS = 5;

/** Ms that each of a handful of invocations took, whose handler does nothing but log and answer. */
async function durations(endpoint: string): Promise<number[]> {
  const usual = { OTEL_EXPORTER_OTLP_TIMEOUT: '', OTEL_LOG_LEVEL: 'none' };
  const instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...usual });
  const handler = instrumented.wrap(async (event: number, _context: object) => {
    console.log('served', event);
    return event;
  });
  const took: number[] = [];
  for (let index = 0; index < INVOCATIONS; index += 1) {
    const began = performance.now();
    expect(await handler(index, lambdaContext())).toBe(index);
    took.push(performance.now() - began);
  }
  instrumented.dispose();
  return took;
}

/** On a busy machine one may take long for another reason. */
const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

describe('a collector in trouble', () => {
  let receiver: OtlpReceiver;

  beforeEach(async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await receiver.close();
  });

  it('that hangs costs one invocation 300 ms and the others nothing, and no result', async () => {
    receiver.answerWith(() => {});
    const [first, ...others] = await durations(receiver.url);
    expect(first).toBeGreaterThan(290);
    expect(median(others)).toBeLessThan(280);
    expect(receiver.requests).toHaveLength(2);
  });

  it('that answers 503 costs one invocation a retry and the others nothing', async () => {
    receiver.answerWith((response) => response.writeHead(503).end());
    const [first, ...others] = await durations(receiver.url);
    expect(first).toBeLessThan(5_000);
    expect(median(others)).toBeLessThan(280);
    expect(receiver.requests).toHaveLength(4);
  });

  it('that is down costs next to nothing', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const took = await durations(`http://127.0.0.1:${port}`);
    expect(median(took)).toBeLessThan(200);
  });
});
