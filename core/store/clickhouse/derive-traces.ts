import type { PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import { completeInvocation, executionFor } from '../../model/platform/complete-invocation';
import type { InstanceFact } from '../../model/platform/instance-fact';
import type { Span } from '../../model/telemetry';
import { instanceHashOf } from '../derive/instance-hash';
import { msToNs } from '../derive/times';
import { invocationsOf } from '../derive/trace-invocations';
import type { Connection } from './connection';
import type { Candidate, InstanceClaims } from './executions/instance-claims';
import type { SaidOfRequest, SaidTable } from './executions/said';
import { rowVersion } from './row-version';
import type { StoredFacts } from './stored-facts';
import { wellFormed } from './text';
import { type TraceFacts, toTraceRow } from './trace-row';

/** When something is derived: the server's time, and since when rows are what figures are made of. */
export interface Moment {
  readonly timeNs: bigint;
  readonly sinceNs: bigint;
}

export interface DeriveTracesParts {
  readonly connection: Connection;
  readonly stored: StoredFacts;
  readonly said: SaidTable;
  readonly instances: InstanceClaims;
  readonly price: PriceInvocation;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface DerivedTraces {
  readonly invocations: readonly UnpricedInvocation[];
  /** Of these invocations, and of those that the traces had before, platforms said something. */
  readonly requestIds: readonly string[];
  /** Other traces that must be derived too: facts of instances may be about them now, or were before. */
  readonly others: ReadonlySet<string>;
}

export const NOTHING_SAID = { executions: [], claims: [] };

/** Derives the rows of these traces from all that is stored of them. */
export async function deriveTraces(
  { connection, stored, said, instances, price, now }: DeriveTracesParts,
  traceIds: ReadonlySet<string>,
  arriving: { readonly instances: readonly InstanceFact[]; readonly gone: readonly InstanceFact[] },
  { timeNs, sinceNs }: Moment,
): Promise<DerivedTraces> {
  const [facts, before] = await Promise.all([stored.factsOf(traceIds, sinceNs), stored.derivedOf(traceIds)]);
  // Also those whose row is complete already: its writer may have died before it wrote what follows from the row.
  const present = facts.filter(({ spans, logs }) => spans.size + logs.length > 0);
  const bare = new Map(present.map((one) => [one.traceId, recognised(one)]));
  const invocations = [...bare.values()].flat();
  const earlier = present.flatMap(({ traceId }) => before.get(traceId)?.invocations ?? []);
  const executions = await said.of(
    new Set([...idsOf(invocations), ...earlier.flatMap(({ request }) => request ?? [])]),
  );
  const { claimed, others } = await instances.claim(
    present.flatMap(({ traceId, spans }) =>
      (bare.get(traceId) ?? []).map((one) => toCandidate(one, spans, executions)),
    ),
    new Set(bare.keys()),
    earlier.map(({ name, startNs }) => ({ name, startNs })),
    arriving.instances,
    arriving.gone,
  );
  await connection.insert(
    'trace',
    present.map((one) =>
      toTraceRow(one, {
        price,
        daysBefore: before.get(one.traceId)?.days,
        nowNs: msToNs(now()),
        version: rowVersion(one.version, timeNs, sinceNs),
        saidOf: ({ traceId, spanId, invocationId }) => ({
          executions: executions.get(keyOf(invocationId))?.executions ?? [],
          claims: claimed.get(traceId + spanId) ?? [],
        }),
      }),
    ),
  );
  return { requestIds: [...executions.keys()], invocations, others };
}

/** The invocations as their spans alone describe them. */
function recognised({ spans }: TraceFacts): readonly UnpricedInvocation[] {
  const unpriced = { billedDurationMs: null, cost: null, precision: null, note: null };
  return invocationsOf(
    spans,
    () => unpriced,
    () => NOTHING_SAID,
  ).map(({ invocation }) => invocation);
}

function idsOf(invocations: readonly UnpricedInvocation[]): readonly string[] {
  return invocations.flatMap(({ invocationId }) => (invocationId === null ? [] : keyOf(invocationId)));
}

function keyOf(requestId: string | null): string {
  return requestId === null ? '' : wellFormed(requestId);
}

function toCandidate(
  bare: UnpricedInvocation,
  spans: ReadonlyMap<string, Span>,
  said: ReadonlyMap<string, SaidOfRequest>,
): Candidate {
  const executions = said.get(keyOf(bare.invocationId))?.executions ?? [];
  const { traceId, spanId, startNs, durationNs, coldStart, ...rest } = completeInvocation(
    bare,
    executionFor(bare, executions),
  );
  const span = spans.get(spanId);
  const instance = span === undefined ? null : instanceHashOf(span.resource);
  return { traceId, spanId, startNs, durationNs, coldStart, instance, function: rest.function };
}
