import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { LogRecord } from '../../model/telemetry';
import type { ResourceTable } from './resource-table';
import { hexBytes, toStorableTime } from './values';

export interface LogTable {
  /** Stores what is new; answers how many records were there already. */
  store(logs: readonly LogRecord[]): { repeated: number };
}

export function createLogTable(db: Database.Database, resources: ResourceTable): LogTable {
  const insert = db.prepare(
    `INSERT INTO log_record (hash, time_ns, severity, severity_text, body, attributes, trace_id, span_id, resource_id,
       origin, environment, scope_name)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const index = db.prepare<[number | bigint, string]>('INSERT INTO log_text (rowid, body) VALUES (?, ?)');

  return {
    store(logs) {
      let repeated = 0;
      for (const log of logs) {
        const resource = resources.store(log.resource);
        const attributes = JSON.stringify(log.attributes);
        const timeNs = toStorableTime(log.timeNs);
        const { changes, lastInsertRowid } = insert.run(
          hashOf(log, attributes, resource.hash),
          timeNs,
          log.severity,
          log.severityText,
          log.body,
          attributes,
          log.traceId === null ? null : hexBytes(log.traceId),
          log.spanId === null ? null : hexBytes(log.spanId),
          resource.id,
          resource.origin,
          resource.environment,
          log.scope.name,
        );
        if (changes === 0) repeated += 1;
        else index.run(BigInt(lastInsertRowid), log.body);
      }
      return { repeated };
    },
  };
}

/**
 * Log records have no identity of their own: equal in all that was sent, and the same one of equal ones in its request,
 * is the same record.
 */
function hashOf(log: LogRecord, attributes: string, resource: string): Buffer {
  const { timeNs, timeIsReceipt, repeat, severity, severityText, body, traceId, spanId, scope } = log;
  const content = [
    timeIsReceipt ? '' : timeNs.toString(),
    repeat ?? 0,
    severity,
    severityText,
    body,
    attributes,
    traceId,
    spanId,
    resource,
    scope.name,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);
}
