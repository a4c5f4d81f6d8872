import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

describe('a cold start', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const invokeTwice = async (env: Record<string, string> = {}, beforeFirst = () => {}) => {
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
    const handler = instrumented.wrap(async (_event: object, _context: object) => 'ok');
    beforeFirst();
    await handler({}, lambdaContext());
    await handler({}, lambdaContext());
    return receiver.spans().map((span) => span.attributes);
  };

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    instrumented.dispose();
    await receiver.close();
  });

  it('is the first invocation, with the time since the process started and what loading us took of it', async () => {
    const [first, second] = await invokeTwice();
    expect(first).toMatchObject({ 'faas.coldstart': true });
    expect(first?.['faaslens.init_duration_ms']).toBeGreaterThan(
      first?.['faaslens.overhead.load_ms'] as number,
    );
    expect(second).toMatchObject({ 'faas.coldstart': false });
    expect(second).not.toHaveProperty('faaslens.init_duration_ms');
    expect(second).not.toHaveProperty('faaslens.overhead.load_ms');
  });

  it.each(['provisioned-concurrency', 'snap-start', 'lambda-managed-instances'])(
    'is none when the environment was prepared: %s',
    async (type) => {
      const [first] = await invokeTwice({ AWS_LAMBDA_INITIALIZATION_TYPE: type });
      expect(first).toMatchObject({ 'faas.coldstart': false });
      expect(first).not.toHaveProperty('faaslens.init_duration_ms');
      // It is billed otherwise, too.
      expect(receiver.spans()[0]?.resource).toMatchObject({ 'faaslens.initialization_type': type });
    },
  );

  it('says nothing of an environment that was started as usual', async () => {
    await invokeTwice({ AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' });
    expect(receiver.spans()[0]?.resource).not.toHaveProperty('faaslens.initialization_type');
  });

  it('is none when the first event came long after the environment was ready', async () => {
    const [first] = await invokeTwice({}, () => {
      const late = performance.now() + 10_001;
      vi.spyOn(performance, 'now').mockReturnValueOnce(late).mockReturnValueOnce(late);
    });
    expect(first?.['faas.coldstart']).toBe(false);
  });

  it('counts invocations from one and tells what the flush before took', async () => {
    const [first, second] = await invokeTwice();
    expect([first?.['faaslens.sequence'], second?.['faaslens.sequence']]).toEqual([1, 2]);
    expect(first).not.toHaveProperty('faaslens.overhead.previous_flush_ms');
    expect(second?.['faaslens.overhead.previous_flush_ms']).toBeGreaterThan(0);
  });

  it('numbers each function of its own where a process serves several', async () => {
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    const called = (name: string) =>
      instrumented.wrap(async (_event: object, _context: object) => name, {
        attributes: { 'faas.name': name },
      });
    const [pay, ship] = [called('pay'), called('ship')];
    for (const handler of [pay, ship, pay]) await handler({}, lambdaContext());
    const numbers = receiver.spans().map(({ attributes }) => attributes['faaslens.sequence']);
    expect(numbers).toEqual([1, 1, 2]);
  });
});
