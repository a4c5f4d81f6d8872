import { describe, expect, test } from 'vitest';
import type { SpanKind } from '../telemetry';
import { NO_FIGURES, type PlatformFact } from './fact';
import { factsOfSpan } from './facts-of-span';
import { attachInits } from './inits';
import { platformOriginOf } from './origin';
import { invocation } from './testing/invocations';
import { INSTANCE, LAMBDA } from './testing/logs';

/** An init of 500 ms that ended at so many milliseconds. */
const initAt = (timeMs: number, instance = INSTANCE): PlatformFact => ({
  ...NO_FIGURES,
  kind: 'init',
  requestId: null,
  origin: { ...platformOriginOf(LAMBDA), instance },
  timeNs: BigInt(timeMs) * 1_000_000n,
  durationMs: 500,
  initDurationMs: 500,
});
const at = (timeMs: number, set = {}, instance = INSTANCE) => ({
  invocation: invocation({
    startNs: BigInt(timeMs) * 1_000_000n,
    spanId: `${timeMs}`.padStart(16, '0'),
    ...set,
  }),
  instance,
});
const inits = (...args: Parameters<typeof attachInits>) =>
  attachInits(...args).map((one) => one.initDurationMs);

describe('an init', () => {
  test('is paid by the first invocation after it, whatever the order of arrival', () => {
    expect(inits([at(10_500), at(10_010)], [initAt(10_000)])).toEqual([null, 500]);
    expect(attachInits([at(10_010)], [initAt(10_000)])[0]?.coldStart).toBe(true);
  });

  test('is not paid by what ran in another environment, before it, or more than 10 s later', () => {
    expect(inits([at(10_010, {}, 'another')], [initAt(10_000)])).toEqual([null]);
    expect(inits([at(9_000), at(21_000)], [initAt(10_000)])).toEqual([null, null]);
  });

  test('needs a word of the invocation where the environment is unknown', () => {
    expect(inits([at(10_010, { coldStart: true }, '')], [initAt(10_000)])).toEqual([500]);
    expect(inits([at(10_010, {}, '')], [initAt(10_000)])).toEqual([null]);
  });

  test('never overrules what the invocation or its report says', () => {
    expect(inits([at(10_010, { coldStart: true, initDurationMs: 90 })], [initAt(10_000)])).toEqual([90]);
    expect(inits([at(10_010, { coldStart: false })], [initAt(10_000)])).toEqual([null]);
  });

  test('that several feeds report is one init of its environment, and the longest report counts', () => {
    const shorter: PlatformFact = { ...initAt(10_002), durationMs: 480 };
    expect(inits([at(10_010), at(10_020)], [shorter, initAt(10_000)])).toEqual([500, null]);
  });

  test('of an unknown environment is paid once, by the cold start right after it', () => {
    const cold = (timeMs: number) => at(timeMs, { coldStart: true }, '');
    const longer: PlatformFact = { ...initAt(10_140), durationMs: 900 };
    expect(inits([cold(10_150), cold(10_010)], [longer, initAt(10_000)])).toEqual([900, 500]);
    expect(inits([cold(10_010), cold(10_020)], [initAt(10_000)])).toEqual([500, null]);
  });

  test('that failed is followed by another one, which counts', () => {
    const failed: PlatformFact = { ...initAt(9_000), status: 'error', durationMs: 70 };
    expect(inits([at(10_010)], [initAt(10_000), failed])).toEqual([500]);
  });
});

describe('spans of an init', () => {
  const span = (name: string, scope = '', kind: SpanKind = 'internal', coldStart = true) => ({
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: null,
    traceState: '',
    flags: 0,
    name,
    kind,
    startNs: 1_000_000_000n,
    endNs: 1_250_000_000n,
    status: 'unset' as const,
    statusMessage: '',
    attributes: coldStart ? { 'faas.coldstart': true } : {},
    events: [],
    links: [],
    resource: LAMBDA,
    scope: { name: scope, version: '', attributes: {} },
  });
  const SCOPE = 'github.com/open-telemetry/opentelemetry-lambda/collector/receiver/telemetryapi';

  test.each([
    ['of the Lambda extension', span('init orders', SCOPE)],
    ['of an older Lambda extension', span('platform.initRuntimeDone', SCOPE)],
    ['of the Azure host', span('init')],
    ['of Datadog', span('aws.lambda.load', 'dd-trace', 'internal', false)],
  ])('%s tell how long it took', (_name, one) => {
    expect(factsOfSpan(one)).toMatchObject([{ kind: 'init', initDurationMs: 250, timeNs: 1_250_000_000n }]);
  });

  test.each([
    ['a part of an init', span('aws.lambda.require_runtime', 'dd-trace')],
    ['an ordinary span', span('initialise')],
    ['an invocation named so', span('init', '', 'server')],
    ['a warm one', span('init', '', 'internal', false)],
  ])('%s tells nothing', (_name, one) => {
    expect(factsOfSpan(one)).toEqual([]);
  });
});
