import { nsToTimeMs } from '../derive/times';
import type { LogRow, LogsQuery, Page } from '../store';
import type { Connection } from './connection';
import { logConditions } from './log-conditions';
import { LOG_COLUMNS, type LogRecordRow } from './log-row';
import { type Owners, readOwners } from './owners';
import { readPage } from './page';

export function prepareLogs(connection: Connection): (query: LogsQuery) => Promise<Page<LogRow>> {
  return async (query) => {
    const owners = await readOwners(connection);
    return readPage({
      list: 'logs',
      shape: [0n, ''],
      query,
      positionOf: (row: LogRecordRow) => [BigInt(row.time_ns), row.id],
      read: (after, limit) => {
        const conditions = logConditions(query, owners).within('time_ns', query.range);
        if (after) {
          const [timeNs = 0n, id = ''] = after;
          conditions.and('(time_ns, id) < (?, ?)', BigInt(timeNs), String(id));
        }
        return connection.ask<LogRecordRow>(
          `SELECT ${LOG_COLUMNS} FROM log FINAL ${conditions.where} ORDER BY time_ns DESC, id DESC LIMIT ${limit}`,
          conditions.values,
        );
      },
      toItems: (rows) => toLogRows(rows, owners),
    });
  };
}

/** Records as they are answered. Their ids tell when they were and what they say, so they are the same in every answer. */
export async function toLogRows(rows: readonly LogRecordRow[], owners: Owners): Promise<readonly LogRow[]> {
  const owned = await owners.ownersOf(rows);
  return rows.map((row, index) => {
    const owner = owned[index] ?? null;
    return {
      id: `${row.time_ns}-${row.id}`,
      time: nsToTimeMs(BigInt(row.time_ns)),
      severity: row.severity,
      severityText: row.severity_text,
      body: row.body,
      service: row.service,
      functionId: owner?.id ?? null,
      functionName: owner?.name ?? null,
      traceId: row.trace_id || null,
      spanId: row.span_id || null,
      attributes: JSON.parse(row.attributes),
    };
  });
}
