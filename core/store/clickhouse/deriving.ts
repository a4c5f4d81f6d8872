import { errorOfLog } from '../../model/errors/from-log';
import type { PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import { completeInvocation, executionFor } from '../../model/platform/complete-invocation';
import type { InstanceFact } from '../../model/platform/instance-fact';
import type { LogRecord, Span } from '../../model/telemetry';
import { instanceHashOf } from '../derive/instance-hash';
import { msToNs } from '../derive/times';
import { invocationsOf } from '../derive/trace-invocations';
import type { Connection } from './connection';
import { type Candidate, prepareInstanceClaims } from './executions/instance-claims';
import { prepareInvocationRows } from './executions/invocation-rows';
import { settleOrphans } from './executions/orphans';
import type { Pieces, SaidPiece } from './executions/pieces';
import { createSaidTable, type SaidOfRequest } from './executions/said';
import { FIGURES_SINCE } from './retention/floor';
import { rowVersion } from './row-version';
import type { StoredFacts } from './stored-facts';
import { wellFormed } from './text';
import { type TraceFacts, toTraceRow, withoutTrace } from './trace-row';

/** What has been stored and may change what is derived. */
export interface Arrived {
  readonly traceIds: ReadonlySet<string>;
  /** Request ids of which platforms said something. */
  readonly requestIds: ReadonlySet<string>;
  readonly instances: readonly InstanceFact[];
  /** What spans told of instances before they were replaced. */
  readonly gone: readonly InstanceFact[];
}

/** Derives rows from all that is stored, by whomever; to be called when the facts are. */
export interface Deriver {
  /** What platforms said is kept here, from which it is joined with what spans tell. */
  store(pieces: Pieces): Promise<void>;
  derive(arrived: Arrived): Promise<void>;
  /** Stores what platforms said as it was stored elsewhere; the executions of `overdue` request ids wait no longer. */
  takeOver(said: readonly SaidPiece[], overdue: ReadonlySet<string>): Promise<void>;
  /** Derives the rows of these traces once more, without what is not to be counted in them any more. */
  deriveAgain(traceIds: ReadonlySet<string>): Promise<void>;
  /** The errors that records without a trace tell of, each in a row of its own. */
  deriveAlone(logs: readonly (readonly [id: string, log: LogRecord])[]): Promise<void>;
  /** Executions that waited long enough for a span become invocations of their own; answers whether more is to do. */
  deriveOverdue(): Promise<boolean>;
}

/** When something is derived: the server's time, and since when rows are what figures are made of. */
interface Moment {
  readonly timeNs: bigint;
  readonly sinceNs: bigint;
}

/** Names of functions that are known to be stored; more are looked up again. */
const MOST_REMEMBERED = 50_000;

export function createDeriver(
  connection: Connection,
  stored: StoredFacts,
  price: PriceInvocation,
  now: () => number,
): Deriver {
  const said = createSaidTable(connection);
  const rows = prepareInvocationRows(connection);
  const instances = prepareInstanceClaims(connection);
  const known = new Set<string>();

  const readMoment = async (): Promise<Moment> => {
    const [row] = await connection.ask<{ ns: string; since: string }>(
      `SELECT toUnixTimestamp64Nano(now64(9)) AS ns, toString((${FIGURES_SINCE})) AS since`,
    );
    return { timeNs: BigInt(row?.ns ?? 0), sinceNs: BigInt(row?.since ?? 0) };
  };

  /** Derives the rows of these traces; answers the invocations in them, and what else must be derived. */
  const deriveTraces = async (
    traceIds: ReadonlySet<string>,
    forced: ReadonlySet<string>,
    arriving: Pick<Arrived, 'instances' | 'gone'>,
    { timeNs, sinceNs }: Moment,
  ) => {
    const all = new Set([...traceIds, ...forced]);
    const [facts, before] = await Promise.all([stored.factsOf(all, sinceNs), stored.derivedOf(all)]);
    // Also of those whose row says all already: who wrote it may have died before what follows from it.
    const present = facts.filter(({ spans, logs }) => spans.size + logs.length > 0);
    const bare = new Map(present.map((one) => [one.traceId, recognised(one)]));
    const earlier = present.flatMap(({ traceId }) => before.get(traceId)?.invocations ?? []);
    const requestIds = new Set([
      ...idsOf([...bare.values()].flat()),
      ...earlier.flatMap(({ request }) => request ?? []),
    ]);
    const executions = await said.of(requestIds);
    const candidates = present.flatMap(({ traceId, spans }) =>
      (bare.get(traceId) ?? []).map((one) => toCandidate(one, spans, executions)),
    );
    const { claimed, others } = await instances.claim(
      candidates,
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
    return { requestIds: [...executions.keys()], invocations: [...bare.values()].flat(), others };
  };

  const settle = (requestIds: Iterable<string>, { timeNs }: Moment, isOverdue: boolean) =>
    settleOrphans(
      { connection, rows, said, price, nowMs: now() },
      requestIds,
      rowVersion(0n, timeNs, 0n),
      isOverdue,
    );

  /** Settles the executions that may be of a function that is new to this collector. */
  const settleOfNewFunctions = async (
    invocations: readonly UnpricedInvocation[],
    moment: Moment,
  ): Promise<void> => {
    const fresh = new Map(invocations.map((one) => [one.function.id, wellFormed(one.function.name)]));
    for (const id of known) fresh.delete(id);
    if (fresh.size === 0) return;
    for await (const requestIds of rows.orphansNamed(new Set(fresh.values())))
      await settle(requestIds, moment, false);
    if (known.size > MOST_REMEMBERED) known.clear();
    for (const id of fresh.keys()) known.add(id);
  };

  const derive = async (arrived: Arrived): Promise<void> => {
    const { traceIds, requestIds } = arrived;
    if (traceIds.size + requestIds.size + arrived.instances.length === 0) return;
    const moment = await readMoment();
    const told = await rows.ofRequests(requestIds);
    const forced = new Set(told.flatMap(({ trace, orphan }) => (orphan === 1 ? [] : [trace])));
    const { others, ...first } = await deriveTraces(traceIds, forced, arrived, moment);
    // What a fact is about follows from rows in no field that facts complete, so that this comes to an end.
    if (others.size > 0) await deriveTraces(NOTHING, others, { instances: [], gone: [] }, moment);
    await settle(new Set([...requestIds, ...first.requestIds]), moment, false);
    await settleOfNewFunctions(first.invocations, moment);
  };

  return {
    derive,

    async store({ said: pieces, instances: facts }) {
      await Promise.all([said.store(pieces, now()), instances.store(facts)]);
    },

    async takeOver(pieces, overdue) {
      await said.store(pieces, now());
      const requestIds = new Set(pieces.map(({ requestId }) => requestId));
      await derive({ traceIds: NOTHING, requestIds, instances: [], gone: [] });
      if (overdue.size > 0) await settle(overdue, await readMoment(), true);
    },

    async deriveAgain(traceIds) {
      await deriveTraces(NOTHING, traceIds, { instances: [], gone: [] }, await readMoment());
    },

    async deriveAlone(logs) {
      const failed = logs.filter(([, log]) => errorOfLog(log) !== null);
      const deriving = { price, saidOf: () => NOTHING_SAID, nowNs: msToNs(now()), version: 1n };
      await connection.insert(
        'trace',
        failed.map(([id, log]) =>
          toTraceRow(
            { traceId: withoutTrace(id), spans: NO_SPANS, logs: [log], version: 1n, days: [] },
            deriving,
          ),
        ),
      );
    },

    async deriveOverdue() {
      const due = await said.due(now());
      if (due.requestIds.length === 0) return false;
      await settle(due.requestIds, await readMoment(), true);
      await due.settle();
      return true;
    },
  };
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_SPANS: ReadonlyMap<string, Span> = new Map();
const NOTHING_SAID = { executions: [], claims: [] };

/** The invocations as their spans tell of them. */
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
