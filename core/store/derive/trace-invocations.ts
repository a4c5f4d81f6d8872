import { claimsOf, hasTrigger } from '../../model/candidate';
import { type CostSplit, splitCost, type TimeSpent } from '../../model/costs/cost-split';
import { timeSpent } from '../../model/costs/time-spent';
import { type ChildrenOf, childrenOf, isOutgoing } from '../../model/costs/waiting-time';
import type { Price, PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import { completeInvocation, executionFor } from '../../model/platform/complete-invocation';
import type { PlatformExecution } from '../../model/platform/execution';
import { completeByInstance, type InstanceClaim } from '../../model/platform/instance-claims';
import { recogniseInvocations } from '../../model/recognise';
import { requestKeyOf } from '../../model/request-key';
import type { Span } from '../../model/telemetry';
import { instanceHashOf } from './instance-hash';
import { resourceText } from './span-versions';

/** An invocation and its price; apart, because to join them would copy every invocation. */
export interface PricedInvocation {
  readonly invocation: UnpricedInvocation;
  readonly price: Price;
  /** What the cost went into; null without a cost. */
  readonly split: CostSplit | null;
  /** What the platform said about it; the invocation is completed by it. */
  readonly execution: PlatformExecution | null;
  /** `requestKeyOf` its span, unless its invocation id says the same. */
  readonly requestKey: string | null;
  /** `instanceHashOf` its resource. */
  readonly instance: number | null;
  /** Whether nothing but the init of its instance tells that it was a cold start. */
  readonly coldByInit: boolean;
}

/** What platforms said that may be about an invocation. */
export interface Said {
  /** About executions with its id, in order of time. */
  readonly executions: readonly PlatformExecution[];
  /** About the instance that ran it. */
  readonly claims: readonly InstanceClaim[];
}

export type SaidOf = (invocation: UnpricedInvocation) => Said;

const NONE: readonly PricedInvocation[] = [];
const LONGEST_KEY = 500;

/**
 * The invocations among all spans of one trace (by span id), completed by what platforms said, and priced.
 */
export function invocationsOf(
  spans: ReadonlyMap<string, Span>,
  price: PriceInvocation,
  saidOf: SaidOf,
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
  const spentBy = timeSpentIn(spans, recognised);
  return recognised.map((bare) => {
    const span = spans.get(bare.spanId);
    const { executions, claims } = saidOf(bare);
    const execution = executionFor(bare, executions);
    const reported = completeInvocation(bare, execution);
    const invocation = completeByInstance(reported, claims);
    const priced = price(invocation);
    return {
      invocation,
      price: priced,
      split: span && priced.cost !== null ? splitCost(invocation, priced, spentBy(span)) : null,
      execution,
      requestKey: messageKeyOf(span),
      instance: span ? instanceHashOf(span.resource) : null,
      coldByInit: reported.coldStart === null && invocation.coldStart === true,
    };
  });
}

/** What the spans below each invocation say about its time; those of other invocations and resources are not its own. */
function timeSpentIn(
  spans: ReadonlyMap<string, Span>,
  recognised: readonly UnpricedInvocation[],
): (span: Span) => TimeSpent {
  const children = [...spans.values()].some(isOutgoing) ? childrenOf(spans.values()) : NO_CHILDREN;
  const invocations = new Set(recognised.map(({ spanId }) => spanId));
  return (root) => {
    const own = resourceText(root.resource);
    const isForeign = (span: Span) => invocations.has(span.spanId) || resourceText(span.resource) !== own;
    return timeSpent(root, children, isForeign);
  };
}

const NO_CHILDREN: ChildrenOf = new Map();

function messageKeyOf(span: Span | undefined): string | null {
  const key = span ? requestKeyOf(span) : null;
  // What is longer cannot be asked for.
  return key === null || key.startsWith('invocation:') || key.length > LONGEST_KEY ? null : key;
}
