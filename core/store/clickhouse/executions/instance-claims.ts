import type { FunctionIdentity } from '../../../model/invocation';
import type { InstanceClaim } from '../../../model/platform/instance-claims';
import { type InstanceFact, rankOf } from '../../../model/platform/instance-fact';
import { fits } from '../../derive/fitting-function';
import { instanceFactFromText, instanceFactToText } from '../../derive/instance-fact-text';
import { instanceHash } from '../../derive/instance-hash';
import { createResourcePool } from '../../derive/resource-pool';
import { earlier, later } from '../../derive/times';
import { type Window, windowsOf } from '../../derive/windows';
import type { Connection } from '../connection';
import { withinDaysNs } from '../days';
import { instanceFactsOfSpan, SPAN_COLUMNS, type SpanRow, toSpan } from '../span-row';
import { anyOf, idList, inPieces, textLiteral } from '../statement';
import { wellFormed } from '../text';
import { pieceOf } from './pieces';

/** What must be known of an invocation to tell which facts of instances are about it. */
export interface Candidate {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** Without any fact of an instance. */
  readonly coldStart: boolean | null;
  /** `instanceHashOf` its resource. */
  readonly instance: number | null;
  readonly function: Omit<FunctionIdentity, 'id'>;
}

/** A time of a function, in which facts may be about its invocations. */
export type Place = Pick<Candidate, 'startNs'> & { readonly name: string };

export interface Claims {
  /** By trace and span id, of the invocations that are derived. */
  readonly claimed: ReadonlyMap<string, readonly InstanceClaim[]>;
  /** Traces of other invocations that a fact may be about now, or was before. */
  readonly others: ReadonlySet<string>;
}

export interface InstanceClaims {
  store(facts: readonly InstanceFact[]): Promise<void>;
  /**
   * Which facts are about the derived invocations, beside all that are stored in other traces. `gone` are facts that the
   * spans that told them tell no more.
   */
  claim(
    derived: readonly Candidate[],
    traceIds: ReadonlySet<string>,
    places: readonly Place[],
    arriving: readonly InstanceFact[],
    gone: readonly InstanceFact[],
  ): Promise<Claims>;
}

interface CandidateRow {
  readonly trace: string;
  readonly span: string;
  readonly start: string;
  readonly duration: string;
  readonly cold: number | null;
  readonly hash: number | null;
  readonly named: readonly [string, string, string, string, string];
}

/** From the end of an init to the last moment at which its invocation starts. */
const AFTER_INIT_NS = 20_000_000_000n;
const NONE: Claims = { claimed: new Map(), others: new Set() };

export function prepareInstanceClaims(connection: Connection): InstanceClaims {
  /** Facts of log records, metrics and spans that may be about invocations at these places. */
  const factsNear = async (places: readonly Place[]): Promise<readonly InstanceFact[]> => {
    if (places.length === 0) return [];
    const windows = windowsOf(
      places.map(({ name, startNs }) => ({ name, fromNs: startNs, untilNs: startNs })),
    );
    const [told, spans] = await Promise.all([
      inPieces(windows, (some) =>
        connection.ask<{ fact: string }>(
          `SELECT fact FROM instance_fact FINAL WHERE ${anyOf(
            some,
            ({ name, fromNs, untilNs }) =>
              `function_name = ${textLiteral(name)} AND from_ns <= ${untilNs} AND until_ns >= ${fromNs}`,
          )}`,
        ),
      ),
      inPieces(windows, (some) =>
        connection.ask<SpanRow>(
          `SELECT ${SPAN_COLUMNS} FROM span FINAL WHERE ${anyOf(
            some,
            ({ name, fromNs, untilNs }) =>
              `tells_of = ${textLiteral(name)} AND end_ns >= ${fromNs - AFTER_INIT_NS} AND end_ns <= ${untilNs + AFTER_INIT_NS}`,
          )}`,
        ),
      ),
    ]);
    const intern = createResourcePool();
    return [
      ...told.map(({ fact }) => instanceFactFromText(fact)),
      ...spans.flatMap((row) => [...instanceFactsOfSpan(toSpan(row, intern))]),
    ];
  };

  const candidatesFor = async (
    facts: readonly InstanceFact[],
    without: ReadonlySet<string>,
  ): Promise<readonly Candidate[]> => {
    const windows = windowsOf(
      facts.map(({ origin: { name }, ...times }) => ({ ...times, name: wellFormed(name) })),
    );
    const among = (window: Window) =>
      `i.function_name = ${textLiteral(window.name)} AND i.start_ns >= ${window.fromNs} AND i.start_ns <= ${window.untilNs}`;
    const days = (some: readonly Window[]) =>
      withinDaysNs(
        'i.day',
        some.map(({ fromNs }) => fromNs).reduce(earlier),
        some.map(({ untilNs }) => untilNs).reduce(later) + 1n,
      );
    const rows = await inPieces(windows, (some) =>
      connection.ask<CandidateRow>(
        `SELECT i.trace_id AS trace, i.span_id AS span, i.start_ns AS start, i.duration_ns AS duration,
         if(i.cold_by_init = 1, NULL, i.cold_start) AS cold, i.instance AS hash,
         [i.function_name, i.provider, i.account_id, i.region, i.environment] AS named
       FROM invocation AS i WHERE (${anyOf(some, among)}) AND (${days(some)}) AND i.source != 'platform'
         AND i.trace_id NOT IN ${idList(without)}`,
      ),
    );
    return rows.map((row) => {
      const [name, provider, accountId, region, environment] = row.named;
      return {
        traceId: row.trace,
        spanId: row.span,
        startNs: BigInt(row.start),
        durationNs: BigInt(row.duration),
        coldStart: row.cold === null ? null : row.cold === 1,
        instance: row.hash,
        function: { name, provider, accountId, region, environment },
      };
    });
  };

  return {
    store: (facts) =>
      connection.insert(
        'instance_fact',
        facts.map((fact) => ({
          function_name: wellFormed(fact.origin.name),
          from_ns: fact.fromNs.toString(),
          until_ns: fact.untilNs.toString(),
          piece: pieceOf(fact),
          fact: instanceFactToText(fact),
        })),
      ),

    async claim(derived, traceIds, places, arriving, gone) {
      const near = await factsNear([
        ...places,
        ...derived.map(({ startNs, function: { name } }) => ({ startNs, name: wellFormed(name) })),
      ]);
      const facts = [...new Map([...near, ...arriving].map((fact) => [pieceOf(fact), fact])).values()];
      if (facts.length + gone.length === 0) return NONE;
      const stored = await candidatesFor([...facts, ...gone], traceIds);
      const claimed = new Map<string, InstanceClaim[]>();
      const others = new Set<string>();
      for (const fact of gone) {
        const other = bestOf(fact, stored);
        if (other) others.add(other.candidate.traceId);
      }
      for (const fact of facts) {
        const other = bestOf(fact, stored);
        if (other) others.add(other.candidate.traceId);
        const own = bestOf(fact, derived);
        if (own === null || (other !== null && isBetter(other, own))) continue;
        const key = own.candidate.traceId + own.candidate.spanId;
        claimed.set(key, [...(claimed.get(key) ?? []), { fact, rank: own.rank }]);
      }
      return { claimed, others };
    },
  };
}

interface Ranked {
  readonly candidate: Candidate;
  readonly rank: number;
}

/** The invocation that the fact is about. */
function bestOf(fact: InstanceFact, candidates: readonly Candidate[]): Ranked | null {
  const hash = instanceHash(fact.origin.instance);
  let best: Ranked | null = null;
  for (const candidate of candidates) {
    if (candidate.function.name !== fact.origin.name || !fits({ id: '', ...candidate.function }, fact.origin))
      continue;
    const isUnknown = hash === null || candidate.instance === null;
    const rank = rankOf(fact, {
      ...candidate,
      isSameInstance: isUnknown ? null : hash === candidate.instance,
    });
    if (rank === null) continue;
    const one = { candidate, rank };
    if (best === null || isBetter(one, best)) best = one;
  }
  return best;
}

function isBetter(a: Ranked, b: Ranked): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank;
  if (a.candidate.startNs !== b.candidate.startNs) return a.candidate.startNs < b.candidate.startNs;
  const idOf = ({ candidate }: Ranked) => candidate.traceId + candidate.spanId;
  return idOf(a) < idOf(b);
}
