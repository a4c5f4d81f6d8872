import type Database from 'better-sqlite3';
import { hasNumber, packNumbers, unpackNumbers } from './number-list';

/**
 * The table block_head: the tokens of blocks that no group has yet, as lists of numbers. A search for one token should not
 * read all of them, so those of a larger block are in 32 rows by their highest five bits, which rows leave out: row
 * block x 64 + part. All tokens of a small block are in the row block - 2^51, and the keys of any, of four bytes each, in
 * the row block - 2^50: every search for a trace reads those of all blocks. So the rows of larger blocks lie together at
 * the table's end, where pages become full and stay so: small blocks come and go, and between them each larger one would
 * leave half a page empty.
 */
const PARTS = 32;
const PARTS_OF_BLOCK = 64;
const FIRST_WHOLE = -(2 ** 51);
const FIRST_KEYS = -(2 ** 50);
const LEAST_FOR_PARTS = 1024;
const PART_BITS = 27;
const PART_SIZE = 2 ** PART_BITS;

export interface HeadRows {
  /** Without `tokens` the block is not to be found by them. */
  insert(block: number, tokens: Uint32Array | null, keys: Uint32Array): void;
  remove(block: number): void;
  /** All tokens of a block; one without rows has none. */
  tokensOf(block: number): readonly Uint32Array[];
  /** Each block without a group with its keys. */
  allKeys(): { block: number; keys: Uint32Array }[];
}

interface HeadRow {
  readonly block: number;
  readonly tokens: Buffer;
}

interface KeyRow {
  readonly id: number;
  readonly tokens: Buffer;
}

export function prepareHeadRows(db: Database.Database): HeadRows {
  const insert = db.prepare<[number, Buffer]>('INSERT INTO block_head (id, tokens) VALUES (?, ?)');
  const remove = db.prepare<[number, number, number, number]>(
    'DELETE FROM block_head WHERE id >= ? AND id < ? OR id IN (?, ?)',
  );
  const read = db.prepare<[number], Buffer>('SELECT tokens FROM block_head WHERE id = ?').pluck();
  const keyRows = db.prepare<[], KeyRow>(
    `SELECT id, tokens FROM block_head WHERE id >= ${FIRST_KEYS} AND id < 0`,
  );
  const insertParts = (first: number, tokens: Uint32Array): void => {
    let start = 0;
    for (let part = 0; part < PARTS; part += 1) {
      const end = firstNotBelow(tokens, (part + 1) * PART_SIZE);
      const own = tokens.subarray(start, end).map((token) => token % PART_SIZE);
      insert.run(first + part, packNumbers(own, PART_BITS));
      start = end;
    }
  };
  return {
    insert(block, tokens, keys) {
      if (tokens !== null && tokens.length < LEAST_FOR_PARTS)
        insert.run(FIRST_WHOLE + block, packNumbers(tokens, 32));
      else if (tokens !== null) insertParts(block * PARTS_OF_BLOCK, tokens);
      insert.run(FIRST_KEYS + block, bytesOf(keys));
    },
    remove(block) {
      const first = block * PARTS_OF_BLOCK;
      remove.run(first, first + PARTS, FIRST_WHOLE + block, FIRST_KEYS + block);
    },
    tokensOf(block) {
      const first = block * PARTS_OF_BLOCK;
      const whole = read.get(FIRST_WHOLE + block);
      if (whole) return [unpackNumbers(whole, 32)];
      const parts: Uint32Array[] = [];
      for (let part = 0; part < PARTS; part += 1) {
        const row = read.get(first + part);
        if (row) parts.push(unpackNumbers(row, PART_BITS).map((rest) => part * PART_SIZE + rest));
      }
      return parts;
    },
    allKeys: () =>
      keyRows.all().map(({ id, tokens }) => ({ block: id - FIRST_KEYS, keys: numbersOf(tokens) })),
  };
}

/** Finds the blocks without a group. */
export interface HeadSearch {
  /** Those that have a token. */
  withToken(token: number): Set<number>;
  /** Those that have a key; of all tokens of a block few are keys. */
  withKey(key: number): Set<number>;
}

export function prepareHeadSearch(db: Database.Database): HeadSearch {
  const partRows = prepareRows(db, `m.id * ${PARTS_OF_BLOCK} + ?`);
  const wholeRows = prepareRows(db, 'm.id + ?');
  // The few bytes of keys are looked through sooner than handed over.
  const rowsWith = db.prepare<[Buffer], KeyRow>(
    `SELECT id, tokens FROM block_head WHERE id >= ${FIRST_KEYS} AND id < 0 AND instr(tokens, ?) > 0`,
  );
  return {
    withToken(token) {
      const found = new Set<number>();
      const look = (rows: Iterable<HeadRow>, bits: number, number: number): void => {
        for (const { block, tokens } of rows) if (hasNumber(tokens, bits, number)) found.add(block);
      };
      look(partRows.iterate(token >>> PART_BITS), PART_BITS, token % PART_SIZE);
      look(wholeRows.iterate(FIRST_WHOLE), 32, token);
      return found;
    },
    withKey(key) {
      const found = new Set<number>();
      for (const { id, tokens } of rowsWith.iterate(bytesOf(Uint32Array.of(key)))) {
        // Its bytes may also lie across two keys.
        if (numbersOf(tokens).includes(key)) found.add(id - FIRST_KEYS);
      }
      return found;
    },
  };
}

/** Of every block without a group the row with an id, if it has that. */
function prepareRows(db: Database.Database, id: string): Database.Statement<[number], HeadRow> {
  return db.prepare<[number], HeadRow>(
    `SELECT m.id AS block, h.tokens AS tokens FROM block_meta m CROSS JOIN block_head h
     WHERE m.group_id IS NULL AND h.id = ${id}`,
  );
}

/** Rows are little-endian, as every machine is that Node.js runs on. */
function bytesOf(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function numbersOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function firstNotBelow(numbers: Uint32Array, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
