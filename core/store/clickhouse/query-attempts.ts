import { checkedLimit } from '../derive/checked-limit';
import { nsToTimeMs } from '../derive/times';
import type { AttemptsQuery, InvocationRow } from '../store';
import type { Connection } from './connection';
import { REQUEST_KEY } from './invocation-conditions';
import {
  type InvocationRecord,
  requestKeyOfRecord,
  SELECT_INVOCATIONS,
  toInvocationRow,
} from './invocation-row';
import { Conditions, idText } from './statement';

const WEEK_MS = 7 * 86_400_000;

export function prepareAttempts(
  connection: Connection,
): (query: AttemptsQuery) => Promise<readonly InvocationRow[]> {
  return async ({ traceId, spanId, limit }) => {
    const most = checkedLimit(limit);
    const one = new Conditions()
      .and('i.trace_id = ?', idText(traceId, 32) ?? '')
      .and('i.span_id = ?', idText(spanId, 16) ?? '');
    const [found] = await connection.ask<InvocationRecord>(`${SELECT_INVOCATIONS} ${one.where}`, one.values);
    if (found === undefined) return [];
    const key = requestKeyOfRecord(found);
    if (key === null) return [toInvocationRow(found)];
    const atMs = nsToTimeMs(BigInt(found.start_ns));
    const conditions = new Conditions()
      .happened('i.start_ns', { fromMs: atMs - WEEK_MS, toMs: atMs + WEEK_MS })
      .and(`${REQUEST_KEY} = ?`, key);
    const rows = await connection.ask<InvocationRecord>(
      `${SELECT_INVOCATIONS} ${conditions.where} ORDER BY i.start_ns, i.span_id LIMIT ${most}`,
      conditions.values,
    );
    // What worked on a dead-letter queue comes last.
    return rows
      .toSorted((a, b) => (a.is_dead_letter ?? 0) - (b.is_dead_letter ?? 0))
      .map((row) => toInvocationRow(row));
  };
}
