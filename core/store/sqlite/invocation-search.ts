import type { InvocationFilter } from '../invocations';
import type { SqlValue } from './conditions';
import { WAITS_FOR } from './costs/dependency-filter';
import { IS_AMONG, invocationConditions, listOf } from './invocation-conditions';
import type { InvocationIds } from './invocation-ids';
import type { InvocationLookup } from './invocation-lookup';
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

const NEWEST_FIRST = 'ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ?';

export function prepareInvocationSearch(
  lookup: InvocationLookup,
  ids: InvocationIds,
  attributesOf: (query: InvocationFilter) => AttributeFilter | null,
  dependencyNumbers: (dependency: string) => string,
): InvocationSearch {
  return {
    attributesOf,
    newest(query, limit, { after = null, attributes = attributesOf(query), among } = {}) {
      const conditions = invocationConditions(query, ids, among !== undefined);
      if (among) conditions.and(IS_AMONG, listOf(among));
      if (query.dependency !== undefined) conditions.and(WAITS_FOR, dependencyNumbers(query.dependency));
      if (after) {
        const { startNs, traceId, spanId } = after;
        conditions
          .and('i.start_ns <= ?', startNs)
          .and(
            '(i.start_ns, i.trace_id, i.span_id) < (?, ?, ?)',
            startNs,
            Buffer.from(traceId, 'hex'),
            Buffer.from(spanId, 'hex'),
          );
      }
      if (attributes) {
        const { sql, values } = attributes.statement(conditions, after?.startNs ?? null);
        const found = lookup.ids(sql, [...values, limit]);
        return { sql: `WHERE ${IS_AMONG} ${NEWEST_FIRST}`, values: [listOf(found), limit] };
      }
      return { sql: `${conditions.where} ${NEWEST_FIRST}`, values: [...conditions.values, limit] };
    },
  };
}
