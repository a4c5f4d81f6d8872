import { isDeadLetter } from '../../model/request-key';
import type { Span } from '../../model/telemetry';
import { checkedLimit } from '../derive/checked-limit';
import type { AttemptsQuery, InvocationRow } from '../store';
import type { BlockSearch } from './blocks/block-search';
import { idBytes } from './conditions';
import type { InvocationIds } from './invocation-ids';
import type { InvocationLookup, NamedInvocation } from './invocation-lookup';
import { requestKeyOfRow, toInvocationRow } from './invocation-row';
import { spansOfTrace } from './trace-lookup';
import { nsToTimeMs, PLATFORM_CODE } from './values';

const WEEK_MS = 7 * 86_400_000;

export function prepareAttempts(
  search: BlockSearch,
  lookup: InvocationLookup,
  ids: InvocationIds,
): (query: AttemptsQuery) => readonly InvocationRow[] {
  const find = (traceId: string, spanId: string): NamedInvocation | undefined => {
    const [traceKey, spanKey] = [idBytes(traceId, 32), idBytes(spanId, 16)];
    if (traceKey === null || spanKey === null) return undefined;
    const span = spansOfTrace(search, traceKey.toString('hex')).get(spanKey.toString('hex'));
    if (span) return lookup.ofSpans([span])[0];
    const withoutSpan = `WHERE i.source = ${PLATFORM_CODE} AND i.span_id = ? AND i.trace_id = ?`;
    return lookup.select(withoutSpan, [spanKey, traceKey])[0];
  };
  const isLast = (row: NamedInvocation): boolean => {
    const span: Span | undefined = spansOfTrace(search, row.trace_id.toString('hex')).get(
      row.span_id.toString('hex'),
    );
    return span !== undefined && isDeadLetter(span);
  };

  return ({ traceId, spanId, limit }) => {
    const most = checkedLimit(limit);
    const one = find(traceId, spanId);
    if (one === undefined) return [];
    const key = requestKeyOfRow(one);
    if (key === null) return [toInvocationRow(one)];
    const atMs = nsToTimeMs(one.start_ns);
    const found = ids.ofRequest(key, { fromMs: atMs - WEEK_MS, toMs: atMs + WEEK_MS });
    const rows = lookup.select('WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.start_ns LIMIT ?', [
      `[${found.join(',')}]`,
      most,
    ]);
    const last = new Map(rows.map((row) => [row.id, isLast(row)]));
    return rows
      .sort((a, b) => Number(last.get(a.id)) - Number(last.get(b.id)) || byStart(a, b))
      .map(toInvocationRow);
  };
}

function byStart(a: NamedInvocation, b: NamedInvocation): number {
  if (a.start_ns !== b.start_ns) return a.start_ns < b.start_ns ? -1 : 1;
  return a.span_id.compare(b.span_id);
}
