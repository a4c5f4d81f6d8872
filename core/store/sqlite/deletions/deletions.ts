import { databaseError } from '../../../database/errors';
import { openDatabase, requireDatabase } from '../../../database/open';
import { FaaslensError } from '../../../errors';
import type { DeletionQuery, Deletions } from '../../deletions';
import { checkedDeletion } from '../../derive/deletion-words';
import { prepareDeletionRows } from './deletion-rows';
import { prepareFindDoomed } from './find-doomed';

const MOST_WAITING = 100;
const MOST_COUNTED = 1_000_000;
const PREVIEW_MS = 5_000;

/**
 * Opens a migrated database file for asking what to delete: a few small rows, on a connection beside the writer's. `now`:
 * milliseconds since the epoch.
 * @throws FaaslensError `unavailable` when there is none
 */
export function openSqliteDeletions(databaseFile: string, now: () => number = Date.now): Deletions {
  requireDatabase(databaseFile);
  const db = openDatabase(databaseFile, { cacheKb: 1024 });
  db.pragma('secure_delete = FAST');
  const rows = prepareDeletionRows(db);
  const find = prepareFindDoomed(db);

  const withDatabase = <Answer>(ask: () => Answer): Answer => {
    if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
    try {
      return ask();
    } catch (error) {
      throw databaseError(error, databaseFile);
    }
  };
  const preview = db.transaction((query: DeletionQuery) => {
    const end = performance.now() + PREVIEW_MS;
    const isLate = () => performance.now() > end;
    const { traceIds, looseLogs } = find(query, MOST_COUNTED, isLate);
    return { traces: traceIds.size, looseLogs: looseLogs.length, exact: !isLate() };
  });
  const request = db.transaction((query: DeletionQuery) => {
    if (rows.waiting() >= MOST_WAITING)
      throw new FaaslensError('conflict', `${MOST_WAITING} deletions wait already: try again later`);
    return rows.insert(query, now());
  });

  return {
    preview: async (query) => withDatabase(() => preview(checkedDeletion(query))),
    request: async (query) => withDatabase(() => request.immediate(checkedDeletion(query))),
    list: async () => withDatabase(() => rows.list()),
    async close() {
      db.close();
    },
  };
}
