import type { LogRecord, TelemetryBatch } from '../../../model/telemetry';
import type { Connection } from '../connection';
import { idList, textList } from '../statement';
import { withoutTrace } from '../trace-row';
import { readWaiting, saveDeletion, withoutValue } from './deletion-rows';
import { type Doomed, findDoomed } from './find-doomed';

/** Removes what people asked to be deleted, and refuses it when it is sent again. */
export interface Deleting {
  /** Works on the oldest deletion that is not done; answers whether there was one. */
  step(): Promise<boolean>;
  /** The batch without what belongs to deleted traces, and without deleted records of no trace. */
  without(batch: TelemetryBatch, idOf: (log: LogRecord) => string): Promise<TelemetryBatch>;
}

/** Traces, records and invocations that are removed at once. */
const MOST_AT_ONCE = 5000;
const KEPT_DAYS = 30;
/** Parts are written anew without the rows, not only marked, so that nothing of them stays. */
const AT_ONCE = 'SETTINGS mutations_sync = 2';

export function prepareDeleting(connection: Connection): Deleting {
  const remove = async ({ traceIds, looseLogs, orphans }: Doomed): Promise<number> => {
    // First of all: what is sent again from now on must not come back.
    await connection.insert(
      'deleted',
      [...traceIds, ...looseLogs].map((key) => ({ key, until: untilSeconds() })),
    );
    const traces = idList(traceIds);
    const invoked = await connection.ask<{ request: string }>(
      `SELECT ifNull(i.invocation_id, '') AS request FROM invocation AS i
       WHERE i.trace_id IN ${traces} AND i.source != 'platform'`,
    );
    const requests = [...invoked, ...orphans].map(({ request }) => request);
    const rows = [...traceIds, ...looseLogs.map(withoutTrace)];
    const parts = orphans.map(({ part }) => part);
    // What they are found by goes last: a deletion that dies goes on with what is left.
    await connection.command(`ALTER TABLE said DELETE WHERE request_id IN ${textList(requests)} ${AT_ONCE}`);
    await connection.command(
      `ALTER TABLE trace DELETE WHERE (trace_id IN ${textList(rows)} AND part = '')
         OR (part != '' AND part IN ${idList(parts)}) ${AT_ONCE}`,
    );
    await connection.command(`ALTER TABLE span DELETE WHERE trace_id IN ${traces} ${AT_ONCE}`);
    await connection.command(
      `ALTER TABLE log DELETE WHERE (trace_id != '' AND trace_id IN ${traces}) OR id IN ${idList(looseLogs)} ${AT_ONCE}`,
    );
    return invoked.length + orphans.length;
  };

  return {
    async step() {
      const [next] = await readWaiting(connection);
      if (next === undefined) return false;
      const { deletion, query, version } = next;
      const doomed = await findDoomed(connection, query, MOST_AT_ONCE);
      if (doomed.traceIds.length + doomed.looseLogs.length + doomed.orphans.length === 0) {
        const done = { deletion: { ...deletion, state: 'done' as const }, query: withoutValue(query) };
        await saveDeletion(connection, { ...done, version: version + 1 });
        return true;
      }
      const invocations = await remove(doomed);
      const counted = {
        ...deletion,
        traces: deletion.traces + doomed.traceIds.length,
        invocations: deletion.invocations + invocations,
        looseLogs: deletion.looseLogs + doomed.looseLogs.length,
      };
      await saveDeletion(connection, { deletion: counted, query, version: version + 1 });
      return true;
    },

    async without(batch, idOf) {
      const traceIds = [...batch.spans, ...batch.logs].flatMap(({ traceId }) => traceId ?? []);
      const loose = new Map(
        batch.logs.filter(({ traceId }) => traceId === null).map((log) => [log, idOf(log)]),
      );
      const keys = new Set([...traceIds, ...loose.values()]);
      const rows = await connection.ask<{ key: string }>(
        `SELECT key FROM deleted FINAL WHERE key IN ${idList(keys)} AND until > now()`,
      );
      if (rows.length === 0) return batch;
      const deleted = new Set(rows.map(({ key }) => key));
      return {
        ...batch,
        spans: batch.spans.filter(({ traceId }) => !deleted.has(traceId)),
        logs: batch.logs.filter((log) => !deleted.has(log.traceId ?? loose.get(log) ?? '')),
      };
    },
  };
}

function untilSeconds(): number {
  return Math.floor(Date.now() / 1000) + KEPT_DAYS * 86_400;
}
