import type { Attributes } from '../attributes';
import type { Span, SpanKind } from '../telemetry';

interface GivenSpan {
  readonly id: number;
  readonly parent?: number;
  /** Milliseconds after a fixed start. */
  readonly from: number;
  readonly to: number;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
}

const START_NS = 1_700_000_000_000_000_000n;

/** For tests: a span of one trace and one resource. */
export function testSpan({ id, parent, from, to, kind, attributes = {} }: GivenSpan): Span {
  return {
    traceId: 'a'.repeat(32),
    spanId: hex(id),
    parentSpanId: parent === undefined ? null : hex(parent),
    traceState: '',
    flags: 1,
    name: `span ${id}`,
    kind,
    startNs: START_NS + BigInt(Math.round(from * 1e6)),
    endNs: START_NS + BigInt(Math.round(to * 1e6)),
    status: 'unset',
    statusMessage: '',
    attributes,
    events: [],
    links: [],
    resource: RESOURCE,
    scope: { name: 'test', version: '1', attributes: {} },
  };
}

const RESOURCE = { attributes: { 'service.name': 'test' } };

function hex(id: number): string {
  return id.toString(16).padStart(16, '0');
}
