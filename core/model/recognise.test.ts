import { describe, expect, test } from 'vitest';
import type { Attributes } from './attributes';
import { claimsOf, hasTrigger } from './candidate';
import { recogniseInvocations } from './recognise';
import type { Span, SpanKind } from './telemetry';

const LAMBDA: Attributes = {
  'cloud.platform': 'aws_lambda',
  'faas.name': 'orders',
  'service.name': 'orders',
};
const WEB: Attributes = { 'service.name': 'web' };

let nextId = 0;

function span(set: {
  id?: string;
  parent?: string;
  name?: string;
  kind?: SpanKind;
  scope?: string;
  attributes?: Attributes;
  resource?: Attributes;
  flags?: number;
  at?: [start: bigint, end: bigint];
}): Span {
  nextId += 1;
  const [startNs, endNs] = set.at ?? [0n, 1000n];
  return {
    traceId: 'a'.repeat(32),
    spanId: set.id ?? `#${nextId}`,
    parentSpanId: set.parent ?? null,
    traceState: '',
    flags: set.flags ?? 1,
    name: set.name ?? 'orders',
    kind: set.kind ?? 'server',
    startNs,
    endNs,
    status: 'unset',
    statusMessage: '',
    attributes: set.attributes ?? {},
    events: [],
    links: [],
    resource: { attributes: set.resource ?? LAMBDA },
    scope: { name: set.scope ?? 'some-library', version: '', attributes: {} },
  };
}

/** Recognises as the store does: among candidates only, with every span as a possible parent. */
function recognise(...spans: Span[]) {
  const keyed = spans.map((one) => ({ span: one, resourceKey: JSON.stringify(one.resource.attributes) }));
  const byId = new Map(keyed.map((one) => [one.span.spanId, one]));
  const candidates = keyed.filter((one) => claimsOf(one.span).length > 0);
  return recogniseInvocations(candidates, (id) => {
    const parent = byId.get(id);
    return parent && { resourceKey: parent.resourceKey, hasTrigger: hasTrigger(parent.span) };
  }).map(({ source, spanId }) => (spanId.startsWith('#') ? source : `${source} ${spanId}`));
}

describe('a single span', () => {
  test.each<[string, Parameters<typeof span>[0], string[]]>([
    [
      'of our wrapper',
      { scope: '@faaslens/instrumentation', attributes: { 'faas.trigger': 'http' } },
      ['faaslens'],
    ],
    ['with a trigger', { attributes: { 'faas.trigger': 'http' }, resource: WEB }, ['faas.trigger']],
    [
      'of a Cloudflare cron, internal',
      { kind: 'internal', attributes: { 'faas.trigger': 'cron' } },
      ['faas.trigger'],
    ],
    ['with a trigger, but outgoing', { kind: 'client', attributes: { 'faas.trigger': 'http' } }, []],
    [
      'of the Lambda instrumentation',
      { scope: '@opentelemetry/instrumentation-aws-lambda', resource: WEB },
      ['known-scope'],
    ],
    ['of the Java one', { scope: 'io.opentelemetry.aws-lambda-core-1.0', resource: WEB }, ['known-scope']],
    [
      'with an invocation id',
      { attributes: { 'faas.invocation_id': 'r' }, resource: WEB },
      ['faas.invocation_id'],
    ],
    [
      'with the old name of the id',
      { attributes: { 'faas.execution': 'r' }, resource: WEB },
      ['faas.invocation_id'],
    ],
    [
      'with a Lambda ARN',
      { attributes: { 'faas.id': 'arn:aws:lambda:x:1:function:f' }, resource: WEB },
      ['faas.invocation_id'],
    ],
    ['with an id on an inner span', { kind: 'internal', attributes: { 'faas.invocation_id': 'r' } }, []],
    ['that AWS marked as local root', { attributes: { 'aws.is.local.root': true } }, ['local-root']],
    ['so marked in a plain service', { attributes: { 'aws.is.local.root': true }, resource: WEB }, []],
    [
      'of Datadog',
      { kind: 'internal', attributes: { 'operation.name': 'aws.lambda' }, resource: WEB },
      ['local-root'],
    ],
    ['of a function resource', {}, ['faas-resource']],
    ['of a Vercel resource', { resource: { 'vercel.region': 'fra1' } }, ['faas-resource']],
    ['consumed by a function', { kind: 'consumer' }, ['faas-resource']],
    ['inside a function', { kind: 'internal' }, []],
    ['of a web server', { resource: WEB }, []],
    [
      'of an init',
      {
        kind: 'internal',
        name: 'init orders',
        attributes: { 'faas.coldstart': true, 'faas.trigger': 'other' },
      },
      [],
    ],
    [
      'of the telemetry API receiver',
      { scope: 'github.com/open-telemetry/opentelemetry-lambda/collector/receiver/telemetryapi' },
      [],
    ],
    [
      'of loading the handler',
      { name: 'aws.lambda.require_layer', attributes: { 'operation.name': 'aws.lambda' } },
      [],
    ],
  ])('%s', (_, set, expected) => {
    expect(recognise(span(set))).toEqual(expected);
  });
});

describe('a span and its parent', () => {
  test('the server span wins over the consumer below it that has the trigger too', () => {
    const attributes = { 'faas.trigger': 'pubsub' };
    expect(
      recognise(
        span({ id: 'outer', attributes }),
        span({ id: 'inner', parent: 'outer', kind: 'consumer', attributes }),
      ),
    ).toEqual(['faas.trigger outer']);
  });

  test('a caller with a trigger in another resource takes nothing away', () => {
    const attributes = { 'faas.trigger': 'http' };
    const caller = span({ id: 'caller', attributes, resource: { ...LAMBDA, 'faas.name': 'gateway' } });
    expect(recognise(caller, span({ id: 'called', parent: 'caller', attributes }))).toEqual([
      'faas.trigger caller',
      'faas.trigger called',
    ]);
  });

  test('inside its own resource a server span is no invocation, unless its parent is remote or missing', () => {
    const parent = span({ id: 'parent', kind: 'internal' });
    expect(recognise(parent, span({ parent: 'parent' }))).toEqual([]);
    expect(recognise(parent, span({ parent: 'parent', flags: 0x301 }))).toEqual(['faas-resource']);
    expect(recognise(parent, span({ parent: 'never sent' }))).toEqual(['faas-resource']);
    expect(recognise(span({ id: 'self', parent: 'self' }))).toEqual(['faas-resource self']);
  });
});

describe('two spans of one execution', () => {
  const attributes = { 'faas.trigger': 'http', 'faas.invocation_id': 'r-1' };
  const own = '@faaslens/instrumentation';
  const known = '@opentelemetry/instrumentation-aws-lambda';

  test('the outer one counts, also with a span between them and a clock that disagrees', () => {
    const outer = span({ id: 'outer', scope: known, attributes, at: [100n, 900n] });
    const between = span({ id: 'between', parent: 'outer', kind: 'internal' });
    const inner = span({ id: 'inner', parent: 'between', scope: own, attributes, at: [200n, 800n] });
    expect(recognise(inner, between, outer)).toEqual(['faas.trigger outer']);
    const early = span({ id: 'early', parent: 'outer', scope: own, attributes, at: [50n, 950n] });
    expect(recognise(early, outer)).toEqual(['faas.trigger outer']);
  });

  test('a retry under the same id is an invocation of its own', () => {
    const first = span({ id: 'first', scope: own, attributes, at: [0n, 100n] });
    const second = span({ id: 'second', scope: own, attributes, at: [200n, 300n] });
    expect(recognise(first, second)).toEqual(['faaslens first', 'faaslens second']);
  });

  test('spans that are each other’s parent are sorted out by time', () => {
    const a = span({ id: 'a', parent: 'b', scope: own, attributes, at: [0n, 100n] });
    const b = span({ id: 'b', parent: 'a', scope: own, attributes, at: [1n, 99n] });
    expect(recognise(b, a)).toEqual(['faaslens a']);
  });

  test("on Azure the worker's span counts and not the host's above it", () => {
    const azure = { 'cloud.platform': 'azure_functions' };
    const host = span({ id: 'host', attributes, resource: { ...azure, 'telemetry.sdk.language': 'dotnet' } });
    const worker = span({ id: 'worker', parent: 'host', attributes, resource: azure });
    expect(recognise(host, worker)).toEqual(['faas.trigger worker']);
    expect(recognise(host)).toEqual(['faas.trigger host']);
  });
});

test('an invocation says what its span says', () => {
  const one = span({
    scope: '@faaslens/instrumentation',
    attributes: {
      'faas.trigger': 'queue',
      'faas.execution': 'r-1',
      'faas.cold_start': true,
      'faaslens.init_duration_ms': 123.5,
      'faaslens.billed_duration_ms': 9,
      'cloud.resource_id': 'arn:aws:lambda:eu-central-1:123456789012:function:orders:7',
    },
    at: [5n, 8_000_005n],
  });
  expect(recogniseInvocations([{ span: one, resourceKey: 1 }], () => undefined)).toMatchObject([
    {
      function: { accountId: '123456789012', region: 'eu-central-1', name: 'orders' },
      facts: { version: '7', platform: 'aws_lambda' },
      invocationId: 'r-1',
      trigger: 'pubsub',
      startNs: 5n,
      durationNs: 8_000_000n,
      initDurationMs: 123.5,
      reportedBilledMs: 9,
      coldStart: true,
      outcome: 'ok',
    },
  ]);
});

test('environments that Lambda bills otherwise are known by what the wrapper says of them', () => {
  const billedAs = (resource: Attributes) => {
    const one = span({ resource: { ...LAMBDA, ...resource } });
    return recogniseInvocations([{ span: one, resourceKey: 1 }], () => undefined).map(
      (found) => found.billedAs,
    );
  };
  const key = 'faaslens.initialization_type';
  expect(billedAs({ [key]: 'provisioned-concurrency' })).toEqual(['provisioned']);
  expect(billedAs({ [key]: 'lambda-managed-instances' })).toEqual(['managed']);
  expect(billedAs({ 'faaslens.edge_region': 'eu-central-1' })).toEqual(['edge']);
  expect(billedAs({ [key]: 'snap-start' })).toEqual([undefined]);
  expect(billedAs({})).toEqual([undefined]);
});

test('no clock makes an invocation longer than any platform allows', () => {
  const one = span({ at: [0n, 2n ** 63n] });
  const [invocation] = recogniseInvocations([{ span: one, resourceKey: 1 }], () => undefined);
  expect(invocation?.durationNs).toBe(31n * 86_400n * 1_000_000_000n);
});
