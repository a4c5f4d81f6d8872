import type Database from 'better-sqlite3';
import type { PlatformExecution } from '../../../model/platform/execution';
import { executionsFromText, executionsToText } from '../../../model/platform/stored-executions';

/** What a platform said of a request id, and no invocation has claimed yet. */
export interface Pending {
  readonly executions: readonly PlatformExecution[];
  /** When the first of it was received, milliseconds since the epoch. */
  readonly receivedMs: number;
}

/** The waiting executions, in memory and in the table `pending_execution`. */
export interface PendingTable {
  get(requestId: string): Pending | undefined;
  /** Without executions, the request id no longer waits. */
  set(requestId: string, executions: readonly PlatformExecution[], receivedMs: number): void;
  /** Those that have waited longest first. */
  oldest(): IterableIterator<[requestId: string, pending: Pending]>;
  readonly size: number;
  /** To be called after a rollback: the table is read again. */
  forget(): void;
}

interface PendingRow {
  readonly request_id: string;
  readonly executions: string;
  readonly received_ms: number;
}

export function createPendingTable(db: Database.Database): PendingTable {
  const all = db.prepare<[], PendingRow>(
    'SELECT request_id, executions, received_ms FROM pending_execution ORDER BY received_ms, request_id',
  );
  const save = db.prepare<[string, string, number]>(
    'REPLACE INTO pending_execution (request_id, executions, received_ms) VALUES (?, ?, ?)',
  );
  const remove = db.prepare<[string]>('DELETE FROM pending_execution WHERE request_id = ?');
  let known: Map<string, Pending> | null = null;

  const pending = (): Map<string, Pending> => {
    if (known) return known;
    known = new Map();
    for (const { request_id, executions, received_ms } of all.iterate()) {
      known.set(request_id, { executions: executionsFromText(executions), receivedMs: received_ms });
    }
    return known;
  };

  return {
    get: (requestId) => pending().get(requestId),
    set(requestId, executions, receivedMs) {
      const old = pending().get(requestId);
      if (executions.length === 0) {
        if (old) remove.run(requestId);
        pending().delete(requestId);
        return;
      }
      const text = executionsToText(executions);
      if (old && old.receivedMs === receivedMs && executionsToText(old.executions) === text) return;
      save.run(requestId, text, receivedMs);
      pending().set(requestId, { executions, receivedMs });
    },
    oldest: () => pending().entries(),
    get size() {
      return pending().size;
    },
    forget() {
      known = null;
    },
  };
}
