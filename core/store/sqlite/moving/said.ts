import type Database from 'better-sqlite3';
import type { PlatformExecution } from '../../../model/platform/execution';
import { executionsFromText } from '../../../model/platform/stored-executions';
import { instanceFactFromText } from '../../derive/instance-fact-text';
import type { HistoryRest, MovedCount, MovedExecution } from '../../history';
import { fromExecutionColumns } from '../executions/execution-columns';
import { prepareTexts } from '../text-table';
import { fromIdValue, PLATFORM_CODE } from '../values';

const ROWS_AT_ONCE = 2_000;

interface ExecutionRow {
  readonly id: bigint;
  readonly invocation_id: Buffer | string;
  readonly source: bigint | string;
  readonly start_ns: bigint;
  readonly execution: string;
  readonly execution_origin: bigint | string | null;
}

interface CountRow extends Omit<MovedCount, 'isThrottles'> {
  readonly isThrottles: number;
}

/** What platforms said of executions and instances, and what they counted. */
export function prepareSaid(
  db: Database.Database,
): Pick<HistoryRest, 'executions' | 'instanceFacts' | 'counts'> {
  const decode = prepareTexts(db);
  const said = db
    .prepare<[bigint], ExecutionRow>(
      `SELECT id, invocation_id, source, start_ns, execution, execution_origin FROM invocation
       WHERE id > ? AND execution IS NOT NULL AND invocation_id IS NOT NULL ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
    )
    .safeIntegers();
  const pending = db.prepare<[string], { request_id: string; executions: string; received_ms: number }>(
    `SELECT request_id, executions, received_ms FROM pending_execution WHERE request_id > ?
     ORDER BY request_id LIMIT ${ROWS_AT_ONCE}`,
  );
  const facts = db.prepare<[Buffer], { key: Buffer; fact: string }>(
    `SELECT key, fact FROM instance_fact WHERE key > ? ORDER BY key LIMIT ${ROWS_AT_ONCE}`,
  );
  const counts = db.prepare<[number, Buffer, number], CountRow & { no: number; key: Buffer }>(
    `SELECT c.origin_no AS no, c.stream AS key, lower(hex(c.stream)) AS stream, c.minute, c.value,
       c.is_throttles AS isThrottles, o.feed, o.provider, o.account_id AS accountId, o.region, o.environment, o.name
     FROM platform_count c CROSS JOIN platform_origin o ON o.no = c.origin_no
     WHERE (c.origin_no, c.stream, c.minute) > (?, ?, ?)
     ORDER BY c.origin_no, c.stream, c.minute LIMIT ${ROWS_AT_ONCE}`,
  );

  return {
    *executions() {
      for (let rows = said.all(0n); rows.length > 0; rows = said.all(rows.at(-1)?.id ?? 0n))
        yield rows.flatMap((row): readonly MovedExecution[] => {
          const requestId = fromIdValue(row.invocation_id) ?? '';
          const columns = { execution: row.execution, execution_origin: decode(row.execution_origin) };
          const execution: PlatformExecution | null = fromExecutionColumns(columns, requestId, row.start_ns);
          const isOrphan = row.source === BigInt(PLATFORM_CODE);
          return execution === null ? [] : [{ requestId, executions: [execution], receivedMs: 0, isOrphan }];
        });
      for (let rows = pending.all(''); rows.length > 0; rows = pending.all(rows.at(-1)?.request_id ?? ''))
        yield rows.map(({ request_id, executions, received_ms }) => ({
          requestId: request_id,
          executions: executionsFromText(executions),
          receivedMs: received_ms,
          isOrphan: false,
        }));
    },
    *instanceFacts() {
      const none = Buffer.alloc(0);
      for (let rows = facts.all(none); rows.length > 0; rows = facts.all(rows.at(-1)?.key ?? none))
        yield rows.map(({ fact }) => instanceFactFromText(fact)).filter(({ spanId }) => spanId === null);
    },
    *counts() {
      const next = (last: { no: number; key: Buffer; minute: number } | undefined) =>
        counts.all(last?.no ?? 0, last?.key ?? Buffer.alloc(0), last?.minute ?? 0);
      for (let rows = next(undefined); rows.length > 0; rows = next(rows.at(-1)))
        yield rows.map(({ no: _, key: __, ...row }) => ({ ...row, isThrottles: row.isThrottles === 1 }));
    },
  };
}
