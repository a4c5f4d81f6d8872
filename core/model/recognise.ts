import { claimsOf } from './candidate';
import { functionFacts } from './function-facts';
import { identifyFunction } from './function-identity';
import type { InvocationSource, UnpricedInvocation } from './invocation';
import { billedAsOf, coldStartOf, invocationIdOf, reportOf, triggerOf } from './invocation-details';
import { normaliseAttributes } from './normalise';
import { resultOf } from './outcome';
import { MAX_DURATION_MS } from './plausible';
import { type Recognised, withoutRepeats } from './repeated-reports';
import type { Span } from './telemetry';

/** A span of a trace that may be an invocation. Spans with equal keys have the same resource. */
export interface Candidate {
  readonly span: Span;
  readonly resourceKey: number | string;
}

/** What must be known of a candidate's parent. */
export interface ParentFacts {
  readonly resourceKey: number | string;
  readonly hasTrigger: boolean;
}

const REMOTE_PARENT = 0x200;

const MAX_DURATION_NS = BigInt(MAX_DURATION_MS) * 1_000_000n;

/**
 * The invocations among the candidates of one trace, in the candidates' order. Pure: called again with the whole set whenever the
 * trace grows, it returns the same result whatever the order of arrival. `parentOf` returns undefined for spans that are not
 * stored (yet).
 */
export function recogniseInvocations(
  candidates: readonly Candidate[],
  parentOf: (spanId: string) => ParentFacts | undefined,
): UnpricedInvocation[] {
  const recognised = candidates.flatMap((candidate): Recognised[] => {
    const source = sourceOf(candidate, parentOf);
    return source === null ? [] : [{ ...candidate, details: toInvocation(candidate.span, source) }];
  });
  return withoutRepeats(recognised).map((one) => one.details);
}

/** This span as an invocation. */
function toInvocation(span: Span, source: InvocationSource): UnpricedInvocation {
  const attributes = normaliseAttributes(span.attributes);
  const resource = normaliseAttributes(span.resource.attributes);
  const durationNs = span.endNs - span.startNs;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    function: identifyFunction(attributes, resource),
    facts: functionFacts(attributes, resource),
    source,
    invocationId: invocationIdOf(attributes),
    trigger: triggerOf(attributes),
    startNs: span.startNs,
    durationNs: durationNs > MAX_DURATION_NS ? MAX_DURATION_NS : durationNs,
    ...coldStartOf(attributes),
    ...reportOf(attributes),
    ...billedAsOf(resource),
    ...resultOf(span),
  };
}

function sourceOf(
  { span, resourceKey }: Candidate,
  parentOf: (spanId: string) => ParentFacts | undefined,
): InvocationSource | null {
  const { parentSpanId } = span;
  const parent = parentSpanId === null || parentSpanId === span.spanId ? undefined : parentOf(parentSpanId);
  const sameResource = parent !== undefined && parent.resourceKey === resourceKey;
  const isLocalRoot = !sameResource || (span.flags & REMOTE_PARENT) !== 0;
  const claim = claimsOf(span).find(({ unless }) => {
    if (unless === 'parent-has-trigger') return !(sameResource && parent.hasTrigger);
    return unless === 'nothing' || isLocalRoot;
  });
  return claim?.source ?? null;
}
