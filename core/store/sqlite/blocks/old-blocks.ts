import type Database from 'better-sqlite3';
import type { BlockRows } from './block-rows';
import { firstRow } from './token-filter';

export interface OldBlocks {
  /**
   * Removes some of the blocks whose last record is before a time; a group without blocks is closed. To be called inside
   * a transaction.
   */
  remove(beforeNs: bigint): RemovedBlocks;
  /** Removes these blocks; as above. */
  removeThese(ids: readonly number[]): RemovedBlocks;
  /** Deletes some of the filter of a closed group, and in the end the group; answers whether there was one. As above. */
  removeFilter(): boolean;
  /** When the last record of that block is whose last record is the oldest; null without blocks. */
  oldestEndNs(): bigint | null;
}

export interface RemovedBlocks {
  readonly ids: readonly number[];
  readonly closedGroup: boolean;
}

const BLOCKS_AT_ONCE = 16;
const FILTER_ROWS_AT_ONCE = 64;
/** When the last span or log record of a block is. */
const END = 'max(coalesce(span_t1, log_t1), coalesce(log_t1, span_t1))';

export function prepareOldBlocks(db: Database.Database, rows: BlockRows): OldBlocks {
  const old = db.prepare<[bigint, bigint, number], { id: number; groupId: number | null }>(
    `SELECT id, group_id AS groupId FROM block_meta
       WHERE (span_t1 < ? OR span_t1 IS NULL) AND (log_t1 < ? OR log_t1 IS NULL) LIMIT ?`,
  );
  const these = db.prepare<[string], { id: number; groupId: number | null }>(
    'SELECT id, group_id AS groupId FROM block_meta WHERE id IN (SELECT value FROM json_each(?))',
  );
  const members = db.prepare<[number], Buffer>('SELECT blocks FROM block_group WHERE id = ?').pluck();
  const saveMembers = db.prepare<[Buffer, number]>('UPDATE block_group SET blocks = ? WHERE id = ?');
  // Without positions nothing is looked up in it.
  const closeGroup = db.prepare<[number]>('UPDATE block_group SET positions = 0 WHERE id = ?');
  const closed = db.prepare<[], number>('SELECT id FROM block_group WHERE positions = 0 LIMIT 1').pluck();
  const removeRows = db.prepare<[number, number, number]>(
    'DELETE FROM block_filter WHERE id IN (SELECT id FROM block_filter WHERE id >= ? AND id < ? LIMIT ?)',
  );
  const removeGroup = db.prepare<[number]>('DELETE FROM block_group WHERE id = ?');
  const oldestEnd = db
    .prepare<[], bigint | null>(`SELECT min(${END}) FROM block_meta`)
    .pluck()
    .safeIntegers();

  /** Columns of blocks that are gone hold the id 0. Answers whether other blocks are left. */
  const forgetMembers = (group: number, gone: ReadonlySet<number>): boolean => {
    const bytes = members.get(group);
    if (!bytes) throw new Error(`group ${group} is missing`);
    let left = false;
    for (let at = 0; at < bytes.length; at += 8) {
      const id = Number(bytes.readBigUInt64LE(at));
      if (gone.has(id)) bytes.writeBigUInt64LE(0n, at);
      else left ||= id !== 0;
    }
    saveMembers.run(bytes, group);
    return left;
  };

  const removeAll = (found: readonly { id: number; groupId: number | null }[]): RemovedBlocks => {
    const ids = new Set(found.map(({ id }) => id));
    for (const id of ids) rows.remove(id);
    let closedGroup = false;
    for (const group of new Set(found.map(({ groupId }) => groupId))) {
      if (group === null || forgetMembers(group, ids)) continue;
      closeGroup.run(group);
      closedGroup = true;
    }
    return { ids: [...ids], closedGroup };
  };

  return {
    remove: (beforeNs) => removeAll(old.all(beforeNs, beforeNs, BLOCKS_AT_ONCE)),
    removeThese: (ids) => removeAll(these.all(JSON.stringify(ids))),
    removeFilter() {
      const group = closed.get();
      if (group === undefined) return false;
      const { changes } = removeRows.run(firstRow(group), firstRow(group + 1), FILTER_ROWS_AT_ONCE);
      if (changes < FILTER_ROWS_AT_ONCE) removeGroup.run(group);
      return true;
    },
    oldestEndNs: () => oldestEnd.get() ?? null,
  };
}
