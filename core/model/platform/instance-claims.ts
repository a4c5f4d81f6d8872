import type { UnpricedInvocation } from '../invocation';
import { compare } from '../order';
import type { InstanceFact } from './instance-fact';

/** A fact about an invocation, and how certain the match is (`rankOf`). */
export interface InstanceClaim {
  readonly fact: InstanceFact;
  readonly rank: number;
}

/**
 * The invocation completed with what was reported about its instance, where neither its span nor a report of it has a value,
 * since those are more specific. An invocation that says it did not pay for an init stays without one.
 */
export function completeByInstance(
  invocation: UnpricedInvocation,
  claims: readonly InstanceClaim[],
): UnpricedInvocation {
  if (claims.length === 0) return invocation;
  const init = invocation.coldStart === false ? null : toldOf('init', claims);
  return {
    ...invocation,
    ...(init !== null && { initDurationMs: invocation.initDurationMs ?? init, coldStart: true }),
    maxMemoryUsedMb: invocation.maxMemoryUsedMb ?? toldOf('memory', claims),
  };
}

/**
 * The value of the most certain match. Several feeds may report the same for one instance, and the greatest counts; of unknown
 * instances, the last one before the invocation is the likeliest.
 */
function toldOf(kind: InstanceFact['kind'], claims: readonly InstanceClaim[]): number | null {
  const [best] = claims
    .filter(({ fact }) => fact.kind === kind)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (a.rank === 0 ? 0 : compare(b.fact.fromNs, a.fact.fromNs)) ||
        b.fact.value - a.fact.value,
    );
  return best?.fact.value ?? null;
}
