import type Database from 'better-sqlite3';
import { prepareHeadRows } from './head-rows';
import { KeyBits } from './key-bits';
import type { LiveBlock } from './live-blocks';
import type { SealedGroup } from './sealed-groups';
import { FilterBits, filterShape, firstRow } from './token-filter';

/** A group in the making: the filter grows block by block and is written bit by bit; the last transaction makes it count. */
export interface SealJob {
  readonly members: readonly LiveBlock[];
  /** Adds the tokens of the next few blocks; answers whether all are in. Writes nothing. */
  advance(): boolean;
  /**
   * To be called inside transactions of their own, when all blocks are in, until it answers that the whole filter is
   * written. Its rows mean nothing yet: what a job leaves that is dropped, the next one replaces.
   */
  writeFilter(): boolean;
  /** To be called inside a transaction, when the filter is written. */
  write(): { readonly group: SealedGroup; readonly keys: Uint8Array };
}

export interface Sealer {
  begin(members: readonly LiveBlock[]): SealJob;
}

const BLOCKS_AT_ONCE = 16;
const ROWS_AT_ONCE = 64;

interface Times {
  readonly spanT0: bigint | null;
  readonly spanT1: bigint | null;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

export function prepareSealer(db: Database.Database): Sealer {
  const heads = prepareHeadRows(db);
  const insertGroup = db.prepare(
    `INSERT INTO block_group (positions, span_t0, span_t1, log_t0, log_t1, blocks, keys)
     SELECT ?, min(span_t0), max(span_t1), min(log_t0), max(log_t1), ?, ? FROM block_meta
     WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const join = db.prepare<[number, string]>(
    'UPDATE block_meta SET group_id = ? WHERE id IN (SELECT value FROM json_each(?))',
  );
  const times = db
    .prepare<[number], Times>(
      `SELECT span_t0 AS spanT0, span_t1 AS spanT1, log_t0 AS logT0, log_t1 AS logT1 FROM block_group WHERE id = ?`,
    )
    .safeIntegers();
  const nextGroup = db
    .prepare<[], number>(`SELECT total(seq) + 1 FROM sqlite_sequence WHERE name = 'block_group'`)
    .pluck();
  const removeRows = db.prepare<[number]>('DELETE FROM block_filter WHERE id >= ?');
  const insertRow = db.prepare<[number, Buffer]>('INSERT INTO block_filter (id, bits) VALUES (?, ?)');

  return {
    begin(members) {
      const tokens = members.reduce((sum, block) => sum + Math.max(block.tokens, 0), 0);
      const bits = new FilterBits(filterShape(members.length, tokens / members.length));
      const group = nextGroup.get() ?? 1;
      let rows: Iterator<Buffer> | null = null;
      let row = firstRow(group);
      let next = 0;
      return {
        members,
        advance() {
          const end = Math.min(next + BLOCKS_AT_ONCE, members.length);
          for (; next < end; next += 1) {
            const member = members[next];
            if (!member) break;
            if (member.tokens < 0) bits.addAll(next);
            else for (const part of heads.tokensOf(member.id)) bits.add(next, part);
          }
          return next >= members.length;
        },
        writeFilter() {
          if (rows === null) removeRows.run(row);
          rows ??= bits.rows();
          for (let written = 0; written < ROWS_AT_ONCE; written += 1) {
            const { done, value } = rows.next();
            if (done) return true;
            insertRow.run(row, value);
            row += 1;
          }
          return false;
        },
        write() {
          const keys = keyBitsOf(members);
          const ids = JSON.stringify(members.map(({ id }) => id));
          const { positions } = bits.shape;
          const made = insertGroup.run(positions, memberBytes(members), keys, ids).lastInsertRowid;
          if (Number(made) !== group) throw new Error(`group ${made} has the filter of group ${group}`);
          join.run(group, ids);
          for (const { id } of members) heads.remove(id);
          const { logT0 = null, logT1 = null } = times.get(group) ?? {};
          return { group: { id: group, positions, members: members.length, logT0, logT1 }, keys };
        },
      };
    },
  };
}

function keyBitsOf(members: readonly LiveBlock[]): Buffer {
  const filter = new KeyBits(members.reduce((sum, { keys }) => sum + keys.length, 0));
  for (const { keys } of members) for (const key of keys) filter.add(key);
  return filter.bytes;
}

/** Ids by column, 8 bytes each, little-endian. */
function memberBytes(members: readonly LiveBlock[]): Buffer {
  const bytes = Buffer.alloc(members.length * 8);
  for (const [column, { id }] of members.entries()) bytes.writeBigUInt64LE(BigInt(id), column * 8);
  return bytes;
}
