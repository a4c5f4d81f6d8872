import { OUTCOMES } from '../../model/invocation';
import type { InvocationPage, InvocationRow, InvocationsQuery } from '../store';
import { Conditions, contains, containsInterned } from './conditions';
import { WAITS_FOR } from './costs/dependency-filter';
import type { InvocationIds } from './invocation-ids';
import type { InvocationLookup, NamedInvocation, SpanPlace } from './invocation-lookup';
import { toInvocationRow } from './invocation-row';
import { readPage } from './page';
import type { AttributeFilter } from './promoted/attribute-filter';

export interface InvocationQueries {
  invocations(query: InvocationsQuery): InvocationPage;
  /** The first invocations among all spans of a trace, oldest first. */
  ofTrace(spans: Iterable<SpanPlace>, limit: number): readonly InvocationRow[];
}

export function prepareInvocations(
  lookup: InvocationLookup,
  ids: InvocationIds,
  filterOf: (query: InvocationsQuery) => AttributeFilter | null,
  dependencyNumbers: (dependency: string) => string,
): InvocationQueries {
  const page = (query: InvocationsQuery, filter: AttributeFilter | null) =>
    readPage({
      list: 'invocations',
      shape: [0n, '', ''],
      query,
      positionOf: (row: NamedInvocation) => [
        row.start_ns,
        row.trace_id.toString('hex'),
        row.span_id.toString('hex'),
      ],
      read: (after, limit) => {
        const conditions = conditionsOf(query, ids);
        if (query.dependency !== undefined) conditions.and(WAITS_FOR, dependencyNumbers(query.dependency));
        if (after) {
          const [startNs = 0n, traceId, spanId] = after;
          conditions
            .and('i.start_ns <= ?', startNs)
            .and(
              '(i.start_ns, i.trace_id, i.span_id) < (?, ?, ?)',
              startNs,
              Buffer.from(String(traceId), 'hex'),
              Buffer.from(String(spanId), 'hex'),
            );
        }
        if (filter) {
          const [untilNs] = after ?? [];
          const { sql, values } = filter.statement(conditions, typeof untilNs === 'bigint' ? untilNs : null);
          const found = lookup.ids(sql, [...values, limit]);
          return lookup.select(`WHERE ${IS_AMONG} ${NEWEST_FIRST}`, [listOf(found), limit]);
        }
        return lookup.select(`${conditions.where} ${NEWEST_FIRST}`, [...conditions.values, limit]);
      },
      toItems: (rows) => rows.map(toInvocationRow),
    });

  return {
    ofTrace: (spans, limit) => lookup.ofSpans(spans).sort(oldestFirst).slice(0, limit).map(toInvocationRow),
    invocations: (query) => {
      const filter = filterOf(query);
      const found = page(query, filter);
      return filter === null || filter.completeSince === null
        ? found
        : { ...found, completeSince: filter.completeSince };
    },
  };
}

const NEWEST_FIRST = 'ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ?';

function conditionsOf(query: InvocationsQuery, ids: InvocationIds): Conditions {
  const named = query.q
    ? [...ids.ofTrace(query.q), ...ids.ofInvocation(query.q), ...ids.withoutSpan(query.q, query.range)]
    : [];
  const isId = query.q !== undefined && named.length > 0 && looksLikeId(query.q);
  // Of few rows, the function's and the time are looked at in the rows.
  const plus = isId || query.traceId !== undefined || query.requestKey !== undefined ? '+' : '';
  const conditions = new Conditions()
    .within(`${plus}i.start_ns`, query.range)
    // Here always, to keep the search in the range: an environment may have any number of functions.
    .andIf(query.environment, '+i.function_no IN (SELECT no FROM function WHERE environment = ?)')
    .andIf(query.functionId, `${plus}i.function_no = (SELECT no FROM function WHERE id = ?)`);
  if (query.outcome !== undefined) {
    conditions.and(`${plus}i.outcome = ?`, BigInt(OUTCOMES.indexOf(query.outcome)));
    // Said as a constant, so that the partial indexes apply.
    if (query.outcome !== 'ok') conditions.and('i.outcome <> 0');
  }
  if (query.coldStart === true) conditions.and('i.cold_start = 1');
  if (query.coldStart === false) conditions.and('i.cold_start = 0');
  if (query.minDurationMs !== undefined) {
    const ns = Math.ceil(Math.min(Math.max(query.minDurationMs, 0), 9e12) * 1e6);
    conditions.and('i.duration_ns >= ?', BigInt(ns));
  }
  if (query.requestKey !== undefined) {
    conditions.and(IS_AMONG, listOf(ids.ofRequest(query.requestKey, query.range)));
  }
  if (query.traceId !== undefined) conditions.and(IS_AMONG, listOf(ids.ofTrace(query.traceId)));
  if (isId) conditions.and(IS_AMONG, listOf(named));
  else if (query.q) addText(conditions, query.q, named);
  return conditions;
}

const IS_AMONG = 'i.id IN (SELECT value FROM json_each(?))';

function addText(conditions: Conditions, q: string, named: readonly bigint[]): void {
  conditions.and(
    [
      `i.function_no IN (SELECT no FROM function WHERE ${contains('name')})`,
      containsInterned('i.error_type'),
      contains("coalesce(i.error_message, '')"),
      IS_AMONG,
    ].join(' OR '),
    q,
    q,
    q,
    q,
    listOf(named),
  );
}

/** What no one types as a part of a name or a message: then the rows need not be looked through. */
function looksLikeId(text: string): boolean {
  return text.length >= 8 && /\d/.test(text) && !/\s/.test(text);
}

function listOf(ids: readonly bigint[]): string {
  return `[${ids.join(',')}]`;
}

function oldestFirst(a: NamedInvocation, b: NamedInvocation): number {
  if (a.start_ns !== b.start_ns) return a.start_ns < b.start_ns ? -1 : 1;
  return a.span_id.compare(b.span_id);
}
