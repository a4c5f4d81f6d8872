import type { UnpricedInvocation } from '../invocation';
import { compare } from '../order';
import type { PlatformFact } from './fact';

/** An invocation and the execution environment that ran it (`instanceOf` of its resource), '' when unknown. */
export interface PlacedInvocation {
  readonly invocation: UnpricedInvocation;
  readonly instance: string;
}

/** An environment that waited longer for its first invocation was started ahead of it: nobody paid for that init. */
const LONGEST_WAIT_NS = 10_000_000_000n;
/** Clocks of one machine, read by two programs. */
const CLOCK_SLACK_NS = 50_000_000n;

/**
 * Gives inits to the invocations that paid for them; the others stay as they are, and so does an init duration that is
 * known already. An environment's init, which several feeds may report, is paid by its first invocation, within 10 s.
 * Where the environment is unknown on either side, only an invocation that says itself that it was a cold start has an
 * init: the last one before it that no earlier invocation has. All must be of one function; the answer is in the order
 * given.
 */
export function attachInits(
  invocations: readonly PlacedInvocation[],
  inits: readonly PlatformFact[],
): readonly UnpricedInvocation[] {
  const usable = inits
    .filter(({ kind, durationMs, status }) => kind === 'init' && durationMs !== null && status !== 'error')
    .sort((a, b) => compare(b.timeNs, a.timeNs) || compare(b.durationMs ?? 0, a.durationMs ?? 0));
  if (usable.length === 0) return invocations.map(({ invocation }) => invocation);
  const inOrder = [...invocations].sort(byStart);
  const paid = new Map<PlacedInvocation, number>();
  const taken = new Set<PlatformFact>();
  const busySince = new Map<string, bigint>();
  for (const placed of inOrder) {
    const { invocation, instance } = placed;
    const before = busySince.get(instance);
    if (instance !== '') busySince.set(instance, invocation.startNs);
    if (invocation.coldStart === false || invocation.initDurationMs !== null) continue;
    const near = usable.filter((init) => isJustBefore(init, invocation));
    const own = near.filter(
      ({ origin, timeNs }) =>
        instance !== '' &&
        origin.instance === instance &&
        (before === undefined || before < timeNs - CLOCK_SLACK_NS),
    );
    const stranger = near.find(
      (init) =>
        invocation.coldStart === true && (instance === '' || init.origin.instance === '') && !taken.has(init),
    );
    const [first] = own;
    if (first) paid.set(placed, Math.max(...own.map(({ durationMs }) => durationMs ?? 0)));
    else if (stranger) paid.set(placed, stranger.durationMs ?? 0);
    if (!first && stranger) taken.add(stranger);
  }
  return invocations.map((placed) => {
    const initDurationMs = paid.get(placed);
    return initDurationMs === undefined
      ? placed.invocation
      : { ...placed.invocation, initDurationMs, coldStart: true };
  });
}

function isJustBefore(init: PlatformFact, { startNs }: UnpricedInvocation): boolean {
  const waitedNs = startNs - init.timeNs;
  return waitedNs >= -CLOCK_SLACK_NS && waitedNs <= LONGEST_WAIT_NS;
}

function byStart({ invocation: a }: PlacedInvocation, { invocation: b }: PlacedInvocation): number {
  return compare(a.startNs, b.startNs) || compare(a.spanId, b.spanId);
}
