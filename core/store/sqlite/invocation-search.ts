import type { TimeRange } from '../../model/time-range';
import type { InvocationFilter } from '../invocations';
import type { Conditions, SqlValue } from './conditions';
import type { AddDependencies } from './costs/dependency-filter';
import type { prepareErrorZones } from './errors/error-invocations';
import { IS_AMONG, invocationConditions, listOf } from './invocation-conditions';
import type { InvocationIds } from './invocation-ids';
import type { InvocationLookup } from './invocation-lookup';
import type { FindZones } from './invocation-zones';
import type { AttributeFilter } from './promoted/attribute-filter';

/** The last row of the page before: its start, and its ids as hex. */
export interface Place {
  readonly startNs: bigint;
  readonly traceId: string;
  readonly spanId: string;
}

/** The end of a statement about invocations `i`, from WHERE on. */
export interface StatementEnd {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export interface InvocationSearch {
  /** Finds the newest invocations after the place, at most so many. */
  newest(
    query: InvocationFilter,
    limit: number,
    options?: {
      readonly after?: Place | null;
      readonly attributes?: AttributeFilter | null;
      /** Only among these rows. */
      readonly among?: readonly bigint[];
    },
  ): StatementEnd;
  /** The plan for the attributes of a filter; null when there are none. */
  attributesOf(query: InvocationFilter): AttributeFilter | null;
}

/** Rows with these are found by their ids, or by text in them. */
const NAMED = ['traceId', 'requestKey', 'q'] as const;
const NEWEST_FIRST = 'ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ?';

export function prepareInvocationSearch(
  lookup: InvocationLookup,
  ids: InvocationIds,
  attributesOf: (query: InvocationFilter) => AttributeFilter | null,
  addDependencies: AddDependencies,
  zonesOf: FindZones,
  errorZonesOf: ReturnType<typeof prepareErrorZones>,
): InvocationSearch {
  return {
    attributesOf,
    newest(query, limit, { after = null, attributes = attributesOf(query), among } = {}) {
      const conditionsIn = (range: TimeRange): Conditions => {
        const conditions = invocationConditions({ ...query, range }, ids, among !== undefined);
        if (among) conditions.and(IS_AMONG, listOf(among));
        addDependencies(conditions, query);
        if (after) conditions.and(...isAfter(after));
        return conditions;
      };
      const those = (found: readonly bigint[]): StatementEnd => ({
        sql: `WHERE ${IS_AMONG} ${NEWEST_FIRST}`,
        values: [listOf(found), limit],
      });
      if (attributes) {
        const { sql, values } = attributes.statement(conditionsIn(query.range), after?.startNs ?? null);
        return those(lookup.ids(sql)([...values, limit]));
      }
      const untilMs = after === null ? query.range.toMs : Math.min(query.range.toMs, msAfter(after.startNs));
      const range = { fromMs: query.range.fromMs, toMs: untilMs };
      const isFew = among !== undefined || NAMED.some((name) => query[name] !== undefined);
      const { fingerprint, functionId } = query;
      const zonesOfRange = () =>
        fingerprint === undefined ? zonesOf(query, untilMs) : errorZonesOf(fingerprint, range, functionId);
      const zones = isFew ? null : zonesOfRange();
      if (zones) return those(newestOf(zones, range, conditionsIn, limit));
      const { where, values } = conditionsIn(range);
      return { sql: `${where} ${NEWEST_FIRST}`, values: [...values, limit] };
    },
  };

  /** Looks through one zone after the other until there are enough. */
  function newestOf(
    zones: Iterable<TimeRange>,
    range: TimeRange,
    conditionsIn: (range: TimeRange) => Conditions,
    limit: number,
  ): readonly bigint[] {
    const found: bigint[] = [];
    let find: ReturnType<InvocationLookup['ids']> | null = null;
    for (const zone of zones) {
      const { where, values } = conditionsIn({
        fromMs: Math.max(zone.fromMs, range.fromMs),
        toMs: Math.min(zone.toMs, range.toMs),
      });
      find ??= lookup.ids(`SELECT i.id FROM invocation i ${where} ${NEWEST_FIRST}`);
      found.push(...find([...values, limit - found.length]));
      if (found.length >= limit) break;
    }
    return found;
  }
}

function isAfter({ startNs, traceId, spanId }: Place): [sql: string, ...values: SqlValue[]] {
  // The plus leaves the index to the range, which ends where this begins.
  return [
    '(+i.start_ns, i.trace_id, i.span_id) < (?, ?, ?)',
    startNs,
    Buffer.from(traceId, 'hex'),
    Buffer.from(spanId, 'hex'),
  ];
}

/** The first millisecond after the time. */
function msAfter(ns: bigint): number {
  return Number(ns / 1_000_000n) + 1;
}
