import { describe, expect, test } from 'vitest';
import type { SpanKind } from '../telemetry';
import { factsOfSpan } from './facts-of-span';
import { LAMBDA } from './testing/logs';

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
