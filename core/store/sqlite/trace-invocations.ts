import { claimsOf, hasTrigger } from '../../model/candidate';
import type { Price, PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import { completeInvocation, executionFor } from '../../model/platform/complete-invocation';
import type { PlatformExecution } from '../../model/platform/execution';
import type { PlatformFact } from '../../model/platform/fact';
import { factsOfSpan } from '../../model/platform/facts-of-span';
import { attachInits } from '../../model/platform/inits';
import { platformOriginOf } from '../../model/platform/origin';
import { recogniseInvocations } from '../../model/recognise';
import { requestKeyOf } from '../../model/request-key';
import type { Span } from '../../model/telemetry';
import { resourceText } from './span-versions';

/** An invocation and its price; apart, because to join them would copy every invocation. */
export interface PricedInvocation {
  readonly invocation: UnpricedInvocation;
  readonly price: Price;
  /** What the platform said about it; the invocation is completed by it. */
  readonly execution: PlatformExecution | null;
  /** `requestKeyOf` its span, unless its invocation id says the same. */
  readonly requestKey: string | null;
}

/** What a platform said about executions with the invocation's id, in order of time. */
export type ExecutionsOf = (invocation: UnpricedInvocation) => readonly PlatformExecution[];

const NONE: readonly PricedInvocation[] = [];
const LONGEST_KEY = 500;

/**
 * The invocations among all spans of one trace (by span id), completed by inits in the trace and by what the platform
 * said, and priced.
 */
export function invocationsOf(
  spans: ReadonlyMap<string, Span>,
  price: PriceInvocation,
  executionsOf: ExecutionsOf,
): readonly PricedInvocation[] {
  const candidates = [];
  for (const span of spans.values()) {
    if (claimsOf(span).length > 0) candidates.push({ span, resourceKey: resourceText(span.resource) });
  }
  if (candidates.length === 0) return NONE;
  const recognised = recogniseInvocations(candidates, (spanId) => {
    const parent = spans.get(spanId);
    return parent && { resourceKey: resourceText(parent.resource), hasTrigger: hasTrigger(parent) };
  });
  return withInits(recognised, spans).map((bare) => {
    const execution = executionFor(bare, executionsOf(bare));
    const invocation = completeInvocation(bare, execution);
    const requestKey = messageKeyOf(spans.get(bare.spanId));
    return { invocation, price: price(invocation), execution, requestKey };
  });
}

/** Some emitters report the init of an environment as a span in the trace of the invocation that paid for it. */
function withInits(
  invocations: readonly UnpricedInvocation[],
  spans: ReadonlyMap<string, Span>,
): readonly UnpricedInvocation[] {
  if (invocations.length === 0 || invocations.length === spans.size) return invocations;
  const inits: PlatformFact[] = [];
  for (const span of spans.values()) inits.push(...factsOfSpan(span));
  if (inits.length === 0) return invocations;
  const functions = new Map(invocations.map(({ function: { id, name } }) => [id, name]));
  const completed = new Map<string, UnpricedInvocation>();
  for (const [id, name] of functions) {
    const placed = invocations
      .filter((one) => one.function.id === id)
      .map((invocation) => ({ invocation, instance: instanceOfSpan(spans.get(invocation.spanId)) }));
    const own = inits.filter(({ origin }) => origin.name === name);
    for (const one of attachInits(placed, own)) completed.set(one.spanId, one);
  }
  return invocations.map((one) => completed.get(one.spanId) ?? one);
}

function instanceOfSpan(span: Span | undefined): string {
  return span ? platformOriginOf(span.resource).instance : '';
}

function messageKeyOf(span: Span | undefined): string | null {
  const key = span ? requestKeyOf(span) : null;
  // What is longer cannot be asked for.
  return key === null || key.startsWith('invocation:') || key.length > LONGEST_KEY ? null : key;
}
