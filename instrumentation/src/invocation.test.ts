import { expect, it } from 'vitest';
import { existingRuntime } from './current-runtime';
import { startInvocation } from './invocation';
import { instrument } from './testing/lambda';
import { startOtlpReceiver } from './testing/otlp-receiver';

it('an invocation that is told after its answer ended with the answer, and so did what went wrong in it', async () => {
  const receiver = await startOtlpReceiver();
  const instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const runtime = existingRuntime();
  if (runtime === undefined) throw new Error('no runtime');
  const start = { trigger: 'other', name: 'late', attributes: {} } as const;
  let tell = async () => {};
  const afterAnswer = (work: typeof tell) => {
    tell = work;
  };
  await startInvocation(runtime, { ...start, afterAnswer }).finish({ error: new RangeError('no') });
  const answered = BigInt(Date.now() + 1) * 1_000_000n;
  await new Promise((resolve) => setTimeout(resolve, 30));
  await tell();
  const [span] = receiver.spans();
  expect(span).toMatchObject({ attributes: { 'error.type': 'RangeError' }, events: [{ name: 'exception' }] });
  expect(BigInt(span?.endTimeUnixNano ?? 0)).toBeLessThan(answered);
  expect(span?.events[0]?.timeUnixNano).toBe(span?.endTimeUnixNano);
  instrumented.dispose();
  await receiver.close();
});
