import type { InvocationPage, InvocationRow, InvocationsQuery } from '../store';
import type { Connection } from './connection';
import { type InvocationRecord, SELECT_INVOCATIONS, toInvocationRow } from './invocation-row';
import type { InvocationSearch } from './invocation-search';
import { readPage } from './page';
import { Conditions, idList } from './statement';

/** Where an invocation is found. */
interface Found {
  readonly trace: string;
  readonly span: string;
  readonly start: string;
  readonly part: number;
}

export interface InvocationQueries {
  invocations(query: InvocationsQuery): Promise<InvocationPage>;
  /** Of one trace, oldest first. */
  ofTrace(traceId: string, limit: number): Promise<readonly InvocationRow[]>;
}

export function prepareInvocations(connection: Connection, search: InvocationSearch): InvocationQueries {
  /** All of what is shown, by where it is: each of so many columns is read of the days of a few rows, not of the range. */
  const inFull = async (found: readonly Found[]): Promise<readonly InvocationRow[]> => {
    if (found.length === 0) return [];
    const days = [...new Set(found.map(({ part }) => part))].join(', ');
    const rows = await connection.ask<InvocationRecord>(
      `${SELECT_INVOCATIONS} WHERE i.day IN (${days}) AND i.trace_id IN ${idList(new Set(found.map(({ trace }) => trace)))}
       AND i.span_id IN ${idList(new Set(found.map(({ span }) => span)))}`,
    );
    const byId = new Map(rows.map((row) => [row.trace_id + row.span_id, row]));
    return found.flatMap(({ trace, span }) => {
      const row = byId.get(trace + span);
      return row === undefined ? [] : [toInvocationRow(row)];
    });
  };

  return {
    async invocations(query) {
      return readPage({
        list: 'invocations',
        shape: [0n, '', ''],
        query,
        positionOf: ({ start, trace, span }: Found) => [BigInt(start), trace, span],
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
          return connection.ask<Found>(
            `SELECT i.trace_id AS trace, i.span_id AS span, i.start_ns AS start, i.day AS part
             FROM invocation AS i ${conditions.where}
             ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ${limit}`,
            conditions.values,
          );
        },
        toItems: inFull,
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
