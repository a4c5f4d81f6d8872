import { DELETION_STATES, type Deletion, type DeletionQuery } from '../../deletions';
import { deletionInWords } from '../../derive/deletion-words';
import type { Connection } from '../connection';

interface Row {
  readonly id: string;
  readonly version: string;
  readonly query: string;
  readonly state: number;
  readonly requested_ms: string;
  readonly traces: string;
  readonly invocations: string;
  readonly loose_logs: string;
  readonly batch: string;
}

/** What is removed at once, by its ids. */
export interface DeletionBatch {
  readonly traceIds: readonly string[];
  readonly looseLogs: readonly string[];
  /** Of the rows of invocations that only platforms told of. */
  readonly parts: readonly string[];
  readonly requestIds: readonly string[];
  /** What was said of instances, as texts. */
  readonly facts: readonly string[];
  readonly invocations: number;
}

/** A deletion and what was asked for. */
export interface AskedDeletion {
  readonly deletion: Deletion;
  readonly query: DeletionQuery;
  /** Greater for what it came to later. */
  readonly version: number;
  /** What is being removed; null when nothing is. */
  readonly batch: DeletionBatch | null;
}

const LISTED = 100;
const SELECT =
  'SELECT id, version, query, state, requested_ms, traces, invocations, loose_logs, batch FROM deletion FINAL';

/** The last ones, newest first. */
export async function readDeletions(connection: Connection): Promise<readonly AskedDeletion[]> {
  return (await connection.ask<Row>(`${SELECT} ORDER BY id DESC LIMIT ${LISTED}`)).map(toAsked);
}

/** Those that are not done, oldest first. */
export async function readWaiting(connection: Connection): Promise<readonly AskedDeletion[]> {
  return (await connection.ask<Row>(`${SELECT} WHERE state < 2 ORDER BY id LIMIT ${LISTED}`)).map(toAsked);
}

export function saveDeletion(
  connection: Connection,
  { deletion, query, version, batch }: AskedDeletion,
): Promise<void> {
  return connection.insert('deletion', [
    {
      id: deletion.id,
      version,
      query: JSON.stringify(query),
      state: DELETION_STATES.indexOf(deletion.state),
      requested_ms: deletion.requestedAt,
      traces: deletion.traces,
      invocations: deletion.invocations,
      loose_logs: deletion.looseLogs,
      batch: batch === null ? '' : JSON.stringify(batch),
    },
  ]);
}

/** The query without the value that was asked for, which is not kept longer than its rows. */
export function withoutValue({ attribute, ...query }: DeletionQuery): DeletionQuery {
  return attribute ? { ...query, attribute: { key: attribute.key, value: '' } } : query;
}

function toAsked(row: Row): AskedDeletion {
  const query: DeletionQuery = JSON.parse(row.query);
  return {
    query,
    version: Number(row.version),
    // One that an earlier version was at knows no facts.
    batch: row.batch === '' ? null : { facts: [], ...JSON.parse(row.batch) },
    deletion: {
      id: Number(row.id),
      about: deletionInWords(query),
      requestedAt: Number(row.requested_ms),
      state: DELETION_STATES[row.state] ?? 'done',
      traces: Number(row.traces),
      invocations: Number(row.invocations),
      looseLogs: Number(row.loose_logs),
    },
  };
}
