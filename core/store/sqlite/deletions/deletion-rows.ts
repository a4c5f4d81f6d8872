import type Database from 'better-sqlite3';
import { DELETION_STATES, type Deletion, type DeletionQuery, type DeletionState } from '../../deletions';
import { deletionInWords } from '../../derive/deletion-words';

interface Row {
  readonly no: number;
  readonly query: string;
  readonly state: number;
  readonly requested_ms: number;
  readonly traces: number;
  readonly invocations: number;
  readonly loose_logs: number;
}

const LISTED = 100;

/** The rows of the table `deletion`. */
export function prepareDeletionRows(db: Database.Database) {
  const next = db.prepare<[], Row>('SELECT * FROM deletion WHERE state < 2 ORDER BY no');
  const newest = db.prepare<[], Row>(`SELECT * FROM deletion ORDER BY no DESC LIMIT ${LISTED}`);
  const waiting = db.prepare<[], number>('SELECT count(*) FROM deletion WHERE state < 2').pluck();
  const insert = db.prepare<[string, number]>(
    `INSERT INTO deletion (query, state, requested_ms, traces, invocations, loose_logs) VALUES (?, 0, ?, 0, 0, 0)`,
  );
  const count = db.prepare<[number, number, number, number]>(
    `UPDATE deletion SET traces = traces + ?, invocations = invocations + ?, loose_logs = loose_logs + ?
     WHERE no = ?`,
  );
  const toPurging = db.prepare<[string, number]>('UPDATE deletion SET state = 1, query = ? WHERE no = ?');
  const toDone = db.prepare<[number]>('UPDATE deletion SET state = 2 WHERE no = ?');
  return {
    /** The first that is not done, and not among these. */
    next(
      passedOver: ReadonlySet<number>,
    ): { readonly no: number; readonly query: DeletionQuery; readonly state: DeletionState } | null {
      for (const row of next.iterate())
        if (!passedOver.has(row.no)) return { no: row.no, query: JSON.parse(row.query), state: stateOf(row) };
      return null;
    },
    list: () => newest.all().map(toDeletion),
    waiting: () => waiting.get() ?? 0,
    /** Answers the row as it is listed. */
    insert(query: DeletionQuery, nowMs: number): Deletion {
      insert.run(JSON.stringify(query), Math.floor(nowMs));
      const [made] = newest.all();
      if (!made) throw new Error('a deletion has no row');
      return toDeletion(made);
    },
    count: (no: number, traces: number, invocations: number, looseLogs: number) =>
      count.run(traces, invocations, looseLogs, no),
    purge(no: number, { attribute, ...query }: DeletionQuery): void {
      const left = attribute ? { ...query, attribute: { key: attribute.key, value: '' } } : query;
      toPurging.run(JSON.stringify(left), no);
    },
    finish: (no: number) => toDone.run(no),
  };
}

function stateOf({ state }: Row): DeletionState {
  return DELETION_STATES[state] ?? 'done';
}

function toDeletion(row: Row): Deletion {
  return {
    id: row.no,
    about: deletionInWords(JSON.parse(row.query)),
    requestedAt: row.requested_ms,
    state: stateOf(row),
    traces: row.traces,
    invocations: row.invocations,
    looseLogs: row.loose_logs,
  };
}
