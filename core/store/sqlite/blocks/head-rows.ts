import type Database from 'better-sqlite3';

/**
 * The table block_head: the tokens of blocks that no group has yet, as sorted 32-bit numbers. A search for one token
 * should not read all of them, so those of a larger block are in eight rows by their highest three bits. A row's id is
 * part x 2^40 + block; parts 0 to 7 are those eighths, part 8 all tokens of a small block, part 9 its keys.
 */
const PARTS = 8;
const WHOLE = 8;
const KEYS = 9;
const PART_SPAN = 2 ** 40;
const LEAST_FOR_PARTS = 1024;

export interface HeadRows {
  /** Without `tokens` the block is not to be found by them. */
  insert(block: number, tokens: Uint32Array | null, keys: Uint32Array): void;
  remove(block: number): void;
  /** All tokens of a block as bytes, in no order; a block without rows has none. */
  tokensOf(block: number): Buffer[];
  /** Each block with its keys. */
  allKeys(): { block: number; keys: Uint32Array }[];
}

export function prepareHeadRows(db: Database.Database): HeadRows {
  const insert = db.prepare<[number, Buffer]>('INSERT INTO block_head (id, tokens) VALUES (?, ?)');
  const remove = db.prepare<[number]>('DELETE FROM block_head WHERE id = ?');
  const read = db.prepare<[number], Buffer>('SELECT tokens FROM block_head WHERE id = ?').pluck();
  const keyRows = db.prepare<[number], { id: number; tokens: Buffer }>(
    'SELECT id, tokens FROM block_head WHERE id >= ? ORDER BY id',
  );
  return {
    insert(block, tokens, keys) {
      if (tokens !== null && tokens.length < LEAST_FOR_PARTS)
        insert.run(rowId(WHOLE, block), bytesOf(tokens));
      if (tokens !== null && tokens.length >= LEAST_FOR_PARTS) {
        let start = 0;
        for (let part = 0; part < PARTS; part += 1) {
          const end = firstNotBelow(tokens, (part + 1) * (2 ** 32 / PARTS));
          insert.run(rowId(part, block), bytesOf(tokens.subarray(start, end)));
          start = end;
        }
      }
      insert.run(rowId(KEYS, block), bytesOf(keys));
    },
    remove(block) {
      for (let part = 0; part <= KEYS; part += 1) remove.run(rowId(part, block));
    },
    tokensOf(block) {
      const whole = read.get(rowId(WHOLE, block));
      if (whole) return [whole];
      return Array.from({ length: PARTS }, (_, part) => read.get(rowId(part, block))).filter(
        (part) => part !== undefined,
      );
    },
    allKeys: () =>
      keyRows
        .all(rowId(KEYS, 0))
        .map(({ id, tokens }) => ({ block: id - rowId(KEYS, 0), keys: numbersOf(tokens) })),
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
  const rows = db.prepare<[number, number], { id: number; tokens: Buffer }>(
    'SELECT id, tokens FROM block_head WHERE id >= ? AND id < ?',
  );
  // The few bytes of keys are looked through sooner than handed over.
  const rowsWith = db.prepare<[number, Buffer], { id: number; tokens: Buffer }>(
    'SELECT id, tokens FROM block_head WHERE id >= ? AND instr(tokens, ?) > 0',
  );
  return {
    withToken(token) {
      const found = new Set<number>();
      for (const part of [token >>> 29, WHOLE]) {
        for (const { id, tokens } of rows.iterate(rowId(part, 0), rowId(part + 1, 0))) {
          if (holds(tokens, token)) found.add(id - rowId(part, 0));
        }
      }
      return found;
    },
    withKey(key) {
      const found = new Set<number>();
      const bytes = bytesOf(Uint32Array.of(key));
      for (const { id, tokens } of rowsWith.iterate(rowId(KEYS, 0), bytes)) {
        // Its bytes may also lie across two keys.
        if (holds(tokens, key)) found.add(id - rowId(KEYS, 0));
      }
      return found;
    },
  };
}

function rowId(part: number, block: number): number {
  return part * PART_SPAN + block;
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

function holds(tokens: Buffer, token: number): boolean {
  let low = 0;
  let high = tokens.length / 4;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = tokens.readUInt32LE(middle * 4);
    if (found === token) return true;
    if (found < token) low = middle + 1;
    else high = middle;
  }
  return false;
}
