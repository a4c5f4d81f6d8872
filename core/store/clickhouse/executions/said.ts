import { mergeFacts, type PlatformExecution } from '../../../model/platform/execution';
import { orphanAfterNs } from '../../../model/platform/orphan-invocation';
import { executionsFromText, executionsToText } from '../../../model/platform/stored-executions';
import type { Connection } from '../connection';
import { inPieces, textList } from '../statement';
import type { SaidPiece } from './pieces';

/** By receipt: spans come through batching exporters, retries and queues. */
export const WAIT_MS = 15 * 60_000;
/** How many request ids are looked at in one step of tidying. */
const MOST_AT_ONCE = 500;
const MARK = 'due';

export interface SaidOfRequest {
  readonly executions: readonly PlatformExecution[];
  /** When the first of it was received; milliseconds since the epoch. */
  readonly receivedMs: number;
}

/** What platforms said of executions, by request id; every piece is kept, so that all collectors merge the same. */
export interface SaidTable {
  store(pieces: readonly SaidPiece[], nowMs: number): Promise<void>;
  of(requestIds: Iterable<string>): Promise<ReadonlyMap<string, SaidOfRequest>>;
  /** Has the request ids looked at again when they have waited long enough; `nowMs`: milliseconds since the epoch. */
  waitFor(said: ReadonlyMap<string, SaidOfRequest>, nowMs: number): Promise<void>;
  /** Those that have waited long enough, and how to tell that they were looked at. */
  due(nowMs: number): Promise<{ readonly requestIds: readonly string[]; settle(): Promise<void> }>;
}

interface Row {
  readonly request_id: string;
  readonly execution: string;
  readonly received_ms: string;
}

export function createSaidTable(connection: Connection): SaidTable {
  return {
    store: (pieces, nowMs) =>
      connection.insert(
        'said',
        pieces.map(({ requestId, piece, executions, receivedMs = nowMs }) => ({
          request_id: requestId,
          piece,
          execution: executionsToText(executions),
          from_ns: (executions[0]?.fromNs ?? 0n).toString(),
          received_ms: receivedMs,
        })),
      ),

    async of(requestIds) {
      const rows = await inPieces(new Set(requestIds), (ids) =>
        connection.ask<Row>(
          `SELECT request_id, execution, received_ms FROM said FINAL WHERE request_id IN ${textList(ids)}`,
        ),
      );
      const said = new Map<string, SaidOfRequest>();
      for (const { request_id, execution, received_ms } of rows) {
        const { executions, receivedMs } = said.get(request_id) ?? NOTHING;
        said.set(request_id, {
          executions: mergeFacts(executions, executionsFromText(execution)),
          receivedMs: Math.min(receivedMs, Number(received_ms)),
        });
      }
      return said;
    },

    // Never before a time at which all has been looked at that was due.
    waitFor: (said, nowMs) =>
      connection.insert(
        'due',
        Array.from(said, ([requestId, { executions }]) =>
          executions.map((one) => ({
            request_id: requestId,
            due_ms: Math.floor(Math.max(nowMs + WAIT_MS, Number(orphanAfterNs(one) / 1_000_000n) + 1)),
          })),
        ).flat(),
      ),

    async due(nowMs) {
      const rows = await connection.ask<{ request_id: string; due: string }>(
        `SELECT DISTINCT request_id, due_ms AS due FROM due
         WHERE due_ms > (SELECT max(value) FROM progress WHERE name = '${MARK}') AND due_ms <= ${Math.floor(nowMs)}
         ORDER BY due LIMIT ${MOST_AT_ONCE} WITH TIES`,
      );
      const last = rows.at(-1);
      return {
        requestIds: [...new Set(rows.map(({ request_id }) => request_id))],
        settle: () => connection.insert('progress', last ? [{ name: MARK, value: last.due }] : []),
      };
    },
  };
}

const NOTHING: SaidOfRequest = { executions: [], receivedMs: Number.POSITIVE_INFINITY };
