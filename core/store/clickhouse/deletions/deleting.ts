import { setTimeout } from 'node:timers/promises';
import type { LogRecord, TelemetryBatch } from '../../../model/telemetry';
import { DELETION_STATES } from '../../deletions';
import { instanceFactFromText } from '../../derive/instance-fact-text';
import type { Connection } from '../connection';
import type { Deriver } from '../deriving';
import { pieceOfText } from '../executions/pieces';
import { keptTable, keptTableEverywhere, ofAllServers } from '../schema/layout';
import { noteRemoval } from '../settled/settled-days';
import { idList, textList } from '../statement';
import { withoutTrace } from '../trace-row';
import {
  type AskedDeletion,
  type DeletionBatch,
  readWaiting,
  saveDeletion,
  withoutValue,
} from './deletion-rows';
import { type Doomed, findDoomed } from './find-doomed';
import { toldElsewhere } from './told-elsewhere';

/** Removes what people asked to be deleted, and refuses it when it is sent again. */
export interface Deleting {
  /** Works on the oldest deletion that is not done; answers whether there was one. */
  step(): Promise<boolean>;
  /** The batch without what belongs to deleted traces, and without deleted records of no trace. */
  without(batch: TelemetryBatch, idOf: (log: LogRecord) => string): Promise<TelemetryBatch>;
  /** Removes all of it, and refuses it from now on. */
  remove(doomed: Doomed): Promise<void>;
}

/** Traces, records and invocations that are removed at once. */
const MOST_AT_ONCE = 5000;
const KEPT_DAYS = 30;
/** How often, and how far apart, it is looked within one step whether the engine is through. */
const TURNS = 20;
const TURN_MS = 50;
const TABLES = ['said', 'instance_fact', 'trace', 'span', 'log'] as const;

export function prepareDeleting(connection: Connection, deriver: Pick<Deriver, 'derive'>): Deleting {
  /** What is to be removed, by ids that are known before any of it is. */
  const toBatch = async (doomed: Doomed): Promise<DeletionBatch> => {
    const { traceIds, looseLogs, orphans } = doomed;
    const invoked = await connection.ask<{ request: string }>(
      `SELECT ifNull(i.invocation_id, '') AS request FROM invocation AS i
       WHERE i.trace_id IN ${idList(traceIds)} AND i.source != 'platform'`,
    );
    const requests = [...invoked, ...orphans].map(({ request }) => request);
    const told = await toldElsewhere(connection, doomed);
    return {
      traceIds,
      looseLogs,
      parts: orphans.map(({ part }) => part),
      requestIds: [...new Set([...requests, ...told.requestIds])].filter((request) => request !== ''),
      facts: told.facts,
      invocations: requests.length,
    };
  };

  const isRunning = async (tables: readonly string[]): Promise<boolean> => {
    const rows = await connection.ask(
      `SELECT 1 AS runs FROM ${ofAllServers(connection, 'system.mutations')} WHERE database = currentDatabase()
         AND NOT is_done AND table IN ${textList(tables.map((table) => keptTable(connection, table)))} LIMIT 1`,
    );
    return rows.length > 0;
  };

  /** Parts are written anew without the rows, not only marked, so that nothing of them stays; answers whether that is over. */
  const isOver = async (tables: readonly string[]): Promise<boolean> => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      if (!(await isRunning(tables))) return true;
      await setTimeout(TURN_MS);
    }
    return false;
  };

  /** Goes on with what is left of it; answers whether nothing is. Never begins what is being done already. */
  const remove = async (batch: DeletionBatch): Promise<boolean> => {
    if (!(await isOver(TABLES))) return false;
    const conditions = conditionsOf(batch);
    let isLeft = false;
    for (const table of TABLES) {
      const left = await connection.ask(`SELECT 1 AS one FROM ${table} WHERE ${conditions[table]} LIMIT 1`);
      if (left.length === 0) continue;
      if (!isLeft) await noteRemoval(connection);
      isLeft = true;
      await connection.command(
        `ALTER TABLE ${keptTableEverywhere(connection, table)} DELETE WHERE ${conditions[table]} SETTINGS mutations_sync = 0`,
      );
    }
    if (!isLeft) await noteRemoval(connection);
    return !isLeft;
  };

  /** The value that was asked for stays in no earlier row of the deletion. */
  const forgetValues = async (): Promise<void> => {
    const rows = await connection.ask<{ id: string; last: string }>(
      `SELECT id, max(version) AS last FROM deletion GROUP BY id
       HAVING count() > 1 AND argMax(state, version) = ${DELETION_STATES.indexOf('done')}`,
    );
    if (rows.length === 0 || (await isRunning(['deletion']))) return;
    const earlier = rows.map(({ id, last }) => `(id = ${id} AND version < ${last})`);
    await connection.command(
      `ALTER TABLE ${keptTableEverywhere(connection, 'deletion')} DELETE WHERE ${earlier.join(' OR ')} SETTINGS mutations_sync = 0`,
    );
    await isOver(['deletion']);
  };

  /** What was completed by it is derived anew, when it is gone. */
  const settle = ({ facts }: DeletionBatch): Promise<void> =>
    deriver.derive({
      ...{ traceIds: NOTHING, requestIds: NOTHING, instances: [] },
      gone: facts.map(instanceFactFromText),
    });

  const refuse = ({ traceIds, looseLogs }: Doomed): Promise<void> =>
    // First of all: what is sent again from now on must not come back.
    connection.insert(
      'deleted',
      [...traceIds, ...looseLogs].map((key) => ({ key, until: untilSeconds() })),
    );

  return {
    async remove(doomed) {
      await refuse(doomed);
      const batch = await toBatch(doomed);
      for (let isGone = false; !isGone; ) isGone = await remove(batch);
      await settle(batch);
    },

    async step() {
      const [next] = await readWaiting(connection);
      if (next === undefined) {
        await forgetValues();
        return false;
      }
      const { deletion, query, version } = next;
      const save = (changed: Partial<AskedDeletion>) =>
        saveDeletion(connection, { ...next, batch: null, ...changed, version: version + 1 });
      if (next.batch !== null) {
        if (!(await remove(next.batch))) return true;
        await settle(next.batch);
        const { traceIds, looseLogs, invocations } = next.batch;
        await save({
          deletion: {
            ...deletion,
            traces: deletion.traces + traceIds.length,
            invocations: deletion.invocations + invocations,
            looseLogs: deletion.looseLogs + looseLogs.length,
          },
        });
        return true;
      }
      const doomed = await findDoomed(connection, query, MOST_AT_ONCE);
      if (doomed.traceIds.length + doomed.looseLogs.length + doomed.orphans.length === 0) {
        await save({ deletion: { ...deletion, state: 'done' }, query: withoutValue(query) });
        return true;
      }
      const batch = await toBatch(doomed);
      await refuse(doomed);
      await save({ batch });
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

const NOTHING: ReadonlySet<string> = new Set();

function conditionsOf({ traceIds, looseLogs, parts, requestIds, facts }: DeletionBatch) {
  const traces = idList(traceIds);
  const rows = textList([...traceIds, ...looseLogs.map(withoutTrace)]);
  return {
    said: `request_id IN ${textList(requestIds)}`,
    instance_fact: `piece IN ${idList(facts.map(pieceOfText))}`,
    trace: `(trace_id IN ${rows} AND part = '') OR (part != '' AND part IN ${idList(parts)})`,
    span: `trace_id IN ${traces}`,
    log: `(trace_id != '' AND trace_id IN ${traces}) OR id IN ${idList(looseLogs)}`,
  };
}

function untilSeconds(): number {
  return Math.floor(Date.now() / 1000) + KEPT_DAYS * 86_400;
}
