import { errorOfLog } from '../../model/errors/from-log';
import type { PriceInvocation, UnpricedInvocation } from '../../model/invocation';
import type { InstanceFact } from '../../model/platform/instance-fact';
import type { LogRecord, Span } from '../../model/telemetry';
import { msToNs } from '../derive/times';
import type { Connection } from './connection';
import { deriveTraces, type Moment, NOTHING_SAID } from './derive-traces';
import { prepareInstanceClaims } from './executions/instance-claims';
import { prepareInvocationRows } from './executions/invocation-rows';
import { settleOrphans } from './executions/orphans';
import type { Pieces, SaidPiece } from './executions/pieces';
import { createSaidTable } from './executions/said';
import { FIGURES_SINCE } from './retention/floor';
import { rowVersion } from './row-version';
import type { StoredFacts } from './stored-facts';
import { wellFormed } from './text';
import { toTraceRow, withoutTrace } from './trace-row';

/** What has been stored and may change what is derived. */
export interface Arrived {
  readonly traceIds: ReadonlySet<string>;
  /** Request ids of which platforms said something. */
  readonly requestIds: ReadonlySet<string>;
  readonly instances: readonly InstanceFact[];
  /** What spans told of instances before they were replaced, or what was deleted told. */
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
  const parts = { connection, stored, said, instances, price, now };
  const known = new Set<string>();

  const readMoment = async (): Promise<Moment> => {
    const [row] = await connection.ask<{ ns: string; since: string }>(
      `SELECT toUnixTimestamp64Nano(now64(9)) AS ns, toString((${FIGURES_SINCE})) AS since`,
    );
    return { timeNs: BigInt(row?.ns ?? 0), sinceNs: BigInt(row?.since ?? 0) };
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
    const { traceIds, requestIds, instances: facts, gone } = arrived;
    if (traceIds.size + requestIds.size + facts.length + gone.length === 0) return;
    const moment = await readMoment();
    const told = await rows.ofRequests(requestIds);
    const forced = new Set(told.flatMap(({ trace, orphan }) => (orphan === 1 ? [] : [trace])));
    const { others, ...first } = await deriveTraces(
      parts,
      new Set([...traceIds, ...forced]),
      arrived,
      moment,
    );
    // Once is enough: which invocations a fact is about depends on no field that facts complete.
    if (others.size > 0) await deriveTraces(parts, others, NO_FACTS, moment);
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
      await derive({ traceIds: new Set(), requestIds, ...NO_FACTS });
      if (overdue.size > 0) await settle(overdue, await readMoment(), true);
    },

    async deriveAgain(traceIds) {
      await deriveTraces(parts, traceIds, NO_FACTS, await readMoment());
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

const NO_FACTS = { instances: [], gone: [] };
const NO_SPANS: ReadonlyMap<string, Span> = new Map();
