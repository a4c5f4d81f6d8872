import { deletionInWords } from '../../derive/deletion-words';
import { createResourcePool } from '../../derive/resource-pool';
import type { HistoryRest } from '../../history';
import type { Connection } from '../connection';
import { prepareDeleting } from '../deletions/deleting';
import { saveDeletion } from '../deletions/deletion-rows';
import type { Deriver } from '../deriving';
import { LOG_COLUMNS, type LogRecordRow, toLog } from '../log-row';
import { idList } from '../statement';

type Deleted = Pick<
  HistoryRest,
  'deletedTraces' | 'hasDeletedLogs' | 'isDeletedLog' | 'deletions' | 'hasOrphan'
>;

const ROWS_AT_ONCE = 2_000;

/** Removes what was deleted after it was copied, and asks for the deletions that still wait. */
export async function takeDeleted(
  connection: Connection,
  deriver: Pick<Deriver, 'derive'>,
  rest: Deleted,
): Promise<void> {
  const deleting = prepareDeleting(connection, deriver);

  /** Of these traces those of which something is stored. */
  const stored = async (traceIds: readonly string[]): Promise<readonly string[]> => {
    const list = idList(traceIds);
    const rows = await connection.ask<{ trace_id: string }>(
      `SELECT DISTINCT trace_id FROM (SELECT trace_id FROM span WHERE trace_id IN ${list}
         UNION ALL SELECT trace_id FROM log WHERE trace_id IN ${list}
         UNION ALL SELECT trace_id FROM trace WHERE trace_id IN ${list} AND part = '')`,
    );
    return rows.map(({ trace_id }) => trace_id);
  };

  const removeTraces = async (): Promise<void> => {
    for (const traceIds of rest.deletedTraces()) {
      const left = await stored(traceIds);
      if (left.length > 0) await deleting.remove({ traceIds: left, looseLogs: [], orphans: [] });
    }
  };

  /** Which records they were, only the history can tell: each is looked at. */
  const removeLogs = async (): Promise<void> => {
    if (!rest.hasDeletedLogs()) return;
    const intern = createResourcePool();
    for (let after = "(0, '')"; ; ) {
      const rows = await connection.ask<LogRecordRow>(
        `SELECT ${LOG_COLUMNS} FROM log WHERE trace_id = '' AND (time_ns, id) > ${after}
         ORDER BY time_ns, id LIMIT ${ROWS_AT_ONCE}`,
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      const looseLogs = rows.filter((row) => rest.isDeletedLog(toLog(row, intern))).map(({ id }) => id);
      if (looseLogs.length > 0) await deleting.remove({ traceIds: [], looseLogs, orphans: [] });
      after = `(${last.time_ns}, '${last.id}')`;
    }
  };

  /** Invocations without a span that are none in the history any more. */
  const removeOrphans = async (): Promise<void> => {
    for (let after = "(0, '', '')"; ; ) {
      const rows = await connection.ask<{ trace: string; part: string; request: string; start: string }>(
        `SELECT i.trace_id AS trace, i.span_id AS part, ifNull(i.invocation_id, '') AS request, i.start_ns AS start
         FROM invocation AS i WHERE i.source = 'platform' AND (i.start_ns, i.trace_id, i.span_id) > ${after}
         ORDER BY i.start_ns, i.trace_id, i.span_id LIMIT ${ROWS_AT_ONCE}`,
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      const orphans = rows.filter(
        ({ trace, part, start }) => !rest.hasOrphan({ traceId: trace, spanId: part, startNs: BigInt(start) }),
      );
      if (orphans.length > 0) await deleting.remove({ traceIds: [], looseLogs: [], orphans });
      after = `(${last.start}, '${last.trace}', '${last.part}')`;
    }
  };

  /** Under a number as those that are asked for here have, the time in microseconds; the same whenever this is repeated. */
  const askAgain = async (): Promise<void> => {
    for (const { no, query, requestedMs } of rest.deletions()) {
      const id = requestedMs * 1000 + (no % 1000);
      const known = await connection.ask(`SELECT 1 AS one FROM deletion WHERE id = ${id} LIMIT 1`);
      if (known.length > 0) continue;
      const about = deletionInWords(query);
      const counts = { traces: 0, invocations: 0, looseLogs: 0 };
      await saveDeletion(connection, {
        deletion: { id, about, requestedAt: requestedMs, state: 'waiting', ...counts },
        query,
        version: 1,
        batch: null,
      });
    }
  };

  await removeTraces();
  await removeLogs();
  await removeOrphans();
  await askAgain();
}
