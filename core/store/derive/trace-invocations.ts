import { claimsOf, hasTrigger } from '../../model/candidate';
import { type CostSplit, splitCost } from '../../model/costs/cost-split';
import { type CallsTo, callsByDependency, NO_CALLS } from '../../model/costs/own-calls';
import {
  type ChildrenOf,
  childrenOf,
  isOutgoing,
  type OwnSpans,
  ownSpans,
} from '../../model/costs/own-spans';
import { timeSpent } from '../../model/costs/time-spent';
import type { Price, PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import { completeInvocation, executionFor } from '../../model/platform/complete-invocation';
import type { PlatformExecution } from '../../model/platform/execution';
import { completeByInstance, type InstanceClaim } from '../../model/platform/instance-claims';
import { recogniseInvocations } from '../../model/recognise';
import { requestKeyOf } from '../../model/request-key';
import type { Span } from '../../model/telemetry';
import { instanceHashOf } from './instance-hash';
import { resourceText } from './span-versions';

/** An invocation and its price; kept separate, because joining them would copy every invocation. */
export interface PricedInvocation {
  readonly invocation: UnpricedInvocation;
  readonly price: Price;
  /** What the cost was spent on; null without a cost. */
  readonly split: CostSplit | null;
  /** The calls that its spans report. */
  readonly calls: readonly CallsTo[];
  /** What the platform reported about it; the invocation already includes it. */
  readonly execution: PlatformExecution | null;
  /** `requestKeyOf` its span; null if its invocation id says the same. */
  readonly requestKey: string | null;
  /** `instanceHashOf` its resource. */
  readonly instance: number | null;
  /** Whether only the init of its instance shows that it was a cold start. */
  readonly coldByInit: boolean;
}

/** Platform reports that may be about an invocation. */
export interface Said {
  /** About executions with its id, in time order. */
  readonly executions: readonly PlatformExecution[];
  /** About the instance that ran it. */
  readonly claims: readonly InstanceClaim[];
}

export type SaidOf = (invocation: UnpricedInvocation) => Said;

const NONE: readonly PricedInvocation[] = [];
const LONGEST_KEY = 500;

/** The invocations among all spans of one trace (by span id), completed with platform reports, and priced. */
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
  const children = [...spans.values()].some(isOutgoing) ? childrenOf(spans.values()) : NO_CHILDREN;
  const own = ownSpansIn(children, recognised);
  return recognised.map((bare) => {
    const span = spans.get(bare.spanId);
    const { executions, claims } = saidOf(bare);
    const execution = executionFor(bare, executions);
    const reported = completeInvocation(bare, execution);
    const invocation = completeByInstance(reported, claims);
    const priced = price(invocation);
    const below = span && own(span);
    return {
      invocation,
      price: priced,
      split:
        below && priced.cost !== null
          ? splitCost(invocation, priced, timeSpent(span, below, children))
          : null,
      calls: below ? callsByDependency(below) : NO_CALLS,
      execution,
      requestKey: messageKeyOf(span),
      instance: span ? instanceHashOf(span.resource) : null,
      coldByInit: reported.coldStart === null && invocation.coldStart === true,
    };
  });
}

/** The spans of each invocation, without those of other invocations and resources. */
function ownSpansIn(
  children: ChildrenOf,
  recognised: readonly UnpricedInvocation[],
): (span: Span) => OwnSpans {
  const invocations = new Set(recognised.map(({ spanId }) => spanId));
  return (root) => {
    const own = resourceText(root.resource);
    const isForeign = (span: Span) => invocations.has(span.spanId) || resourceText(span.resource) !== own;
    return ownSpans(root, children, isForeign);
  };
}

const NO_CHILDREN: ChildrenOf = new Map();

function messageKeyOf(span: Span | undefined): string | null {
  const key = span ? requestKeyOf(span) : null;
  // Longer keys cannot be queried.
  return key === null || key.startsWith('invocation:') || key.length > LONGEST_KEY ? null : key;
}
