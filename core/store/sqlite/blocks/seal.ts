import type Database from 'better-sqlite3';
import { prepareHeadRows } from './head-rows';
import { bitsFor, rowsOfKeys } from './key-entries';
import type { KeyRun, KeyRuns } from './key-runs';
import type { LiveBlock } from './live-blocks';
import { FilterBits, filterShape, firstRow } from './token-filter';

/** A group in the making: the filter grows block by block and is written bit by bit; the last transaction makes it count. */
export interface SealJob {
  readonly members: readonly LiveBlock[];
  /** Adds the tokens of the next few blocks; answers whether all are in. Writes nothing. */
  advance(): boolean;
  /**
   * To be called inside transactions of their own, when all blocks are in, until it answers that the whole filter and the
   * keys are written. Its rows mean nothing yet: what a job leaves that is dropped, the next one replaces.
   */
  writeFilter(): boolean;
  /** To be called inside a transaction, when the filter is written. */
  write(): Sealed;
}

/** A group that was sealed: the run of its keys, which ascend, and when its last log record is. */
export interface Sealed {
  readonly run: KeyRun;
  readonly keys: Uint32Array;
  readonly logT1: bigint | null;
}

export interface Sealer {
  begin(members: readonly LiveBlock[]): SealJob;
}

const BLOCKS_AT_ONCE = 16;
const ROWS_AT_ONCE = 64;

export function prepareSealer(db: Database.Database, keyRuns: KeyRuns): Sealer {
  const heads = prepareHeadRows(db);
  const insertGroup = db.prepare(
    `INSERT INTO block_group (positions, span_t0, span_t1, log_t0, log_t1, blocks)
     SELECT ?, min(span_t0), max(span_t1), min(log_t0), max(log_t1), ? FROM block_meta
     WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const join = db.prepare<[number, string]>(
    'UPDATE block_meta SET group_id = ? WHERE id IN (SELECT value FROM json_each(?))',
  );
  const lastLog = db
    .prepare<[number], bigint | null>('SELECT log_t1 FROM block_group WHERE id = ?')
    .pluck()
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
      let keys: Uint32Array = new Uint32Array();
      let run: KeyRun | null = null;
      let next = 0;
      /** Writes a row at each step. */
      const writing = (function* (): Generator<void, void, undefined> {
        let row = firstRow(group);
        removeRows.run(row);
        for (const filterRow of bits.rows()) {
          insertRow.run(row, filterRow);
          row += 1;
          yield;
        }
        keys = keysOf(members);
        run = keyRuns.begin({ bits: bitsFor(keys.length), entries: keys.length, groups: [group] });
        for (const { row, entries } of rowsOfKeys(keys, run.bits)) {
          keyRuns.insert(run, row, entries);
          yield;
        }
      })();
      return {
        members,
        advance() {
          const end = Math.min(next + BLOCKS_AT_ONCE, members.length);
          for (; next < end; next += 1) {
            const member = members[next];
            if (!member) break;
            if (member.tokens < 0) bits.addAll(next);
            else for (const tokens of heads.tokensOf(member.id)) bits.add(next, tokens);
          }
          return next >= members.length;
        },
        writeFilter() {
          for (let written = 0; written < ROWS_AT_ONCE; written += 1) if (writing.next().done) return true;
          return false;
        },
        write() {
          const ids = JSON.stringify(members.map(({ id }) => id));
          const { positions } = bits.shape;
          const made = insertGroup.run(positions, memberBytes(members), ids).lastInsertRowid;
          if (Number(made) !== group) throw new Error(`group ${made} has the filter of group ${group}`);
          join.run(group, ids);
          for (const { id } of members) heads.remove(id);
          if (run === null || !keyRuns.finish(run, 0, [])) throw new Error(`group ${group} has no keys`);
          return { run: { ...run, level: 0 }, keys, logT1: lastLog.get(group) ?? null };
        },
      };
    },
  };
}

/** The keys of all members in ascending order, each once. */
function keysOf(members: readonly LiveBlock[]): Uint32Array {
  const all = new Uint32Array(members.reduce((sum, { keys }) => sum + keys.length, 0));
  let end = 0;
  for (const { keys } of members) {
    all.set(keys, end);
    end += keys.length;
  }
  all.sort();
  return all.filter((key, at) => at === 0 || key !== all[at - 1]);
}

/** Ids by column, 8 bytes each, little-endian. */
function memberBytes(members: readonly LiveBlock[]): Buffer {
  const bytes = Buffer.alloc(members.length * 8);
  for (const [column, { id }] of members.entries()) bytes.writeBigUInt64LE(BigInt(id), column * 8);
  return bytes;
}
