import type { InvocationPage, InvocationRow, InvocationsQuery } from '../store';
import type { Connection } from './connection';
import { type InvocationRecord, SELECT_INVOCATIONS, toInvocationRow } from './invocation-row';
import type { InvocationSearch } from './invocation-search';
import { readPage } from './page';
import { Conditions } from './statement';

export interface InvocationQueries {
  invocations(query: InvocationsQuery): Promise<InvocationPage>;
  /** Of one trace, oldest first. */
  ofTrace(traceId: string, limit: number): Promise<readonly InvocationRow[]>;
}

export function prepareInvocations(connection: Connection, search: InvocationSearch): InvocationQueries {
  return {
    async invocations(query) {
      return readPage({
        list: 'invocations',
        shape: [0n, '', ''],
        query,
        positionOf: (row: InvocationRecord) => [BigInt(row.start_ns), row.trace_id, row.span_id],
        read: async (after, limit) => {
          const conditions = await search(query);
          if (after) {
            const [startNs = 0n, traceId = '', spanId = ''] = after;
            conditions.and(
              '(i.start_ns, i.trace_id, i.span_id) < (?, ?, ?)',
              BigInt(startNs),
              String(traceId),
              String(spanId),
            );
          }
          return connection.ask<InvocationRecord>(
            `${SELECT_INVOCATIONS} ${conditions.where}
             ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ${limit}`,
            conditions.values,
          );
        },
        toItems: async (rows) => rows.map(toInvocationRow),
      });
    },

    async ofTrace(traceId, limit) {
      const conditions = new Conditions().and('i.trace_id = ?', traceId);
      const rows = await connection.ask<InvocationRecord>(
        `${SELECT_INVOCATIONS} ${conditions.where} ORDER BY i.start_ns, i.span_id LIMIT ${limit}`,
        conditions.values,
      );
      return rows.map(toInvocationRow);
    },
  };
}
