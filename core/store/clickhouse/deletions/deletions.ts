import { FaaslensError } from '../../../errors';
import type { DeletionQuery, Deletions } from '../../deletions';
import { checkedDeletion, deletionInWords } from '../../derive/deletion-words';
import type { Connection } from '../connection';
import { readDeletions, readWaiting, saveDeletion } from './deletion-rows';
import { findDoomed } from './find-doomed';

const MOST_WAITING = 100;
const MOST_COUNTED = 1_000_000;

/** Asks what to delete, through a connection that it closes in the end. `now`: milliseconds since the epoch. */
export function createClickHouseDeletions(connection: Connection, now: () => number = Date.now): Deletions {
  return {
    async preview(query) {
      const { traceIds, looseLogs } = await findDoomed(connection, checkedDeletion(query), MOST_COUNTED);
      const isAll = Math.max(traceIds.length, looseLogs.length) < MOST_COUNTED;
      return { traces: traceIds.length, looseLogs: looseLogs.length, exact: isAll };
    },
    async request(asked) {
      const query: DeletionQuery = checkedDeletion(asked);
      if ((await readWaiting(connection)).length >= MOST_WAITING)
        throw new FaaslensError('conflict', `${MOST_WAITING} deletions wait already: try again later`);
      const [row] = await connection.ask<{ us: string }>('SELECT toUnixTimestamp64Micro(now64(6)) AS us');
      const deletion = {
        id: Number(row?.us ?? 0),
        about: deletionInWords(query),
        requestedAt: Math.floor(now()),
        state: 'waiting' as const,
        traces: 0,
        invocations: 0,
        looseLogs: 0,
      };
      await saveDeletion(connection, { deletion, query, version: 1, batch: null });
      return deletion;
    },
    list: async () => (await readDeletions(connection)).map(({ deletion }) => deletion),
    close: () => connection.close(),
  };
}
