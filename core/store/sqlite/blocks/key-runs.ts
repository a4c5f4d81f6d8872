import type Database from 'better-sqlite3';
import { keyOf, placesOf, rowOf } from './key-entries';

/** The keys of some groups, sorted: what tells of each key which of the groups have it. */
export interface KeyRun {
  readonly id: number;
  /** 0: of one group that was sealed; greater: merged of several of the level below. */
  readonly level: number;
  /** By so many bits of a key its rows are told apart. */
  readonly bits: number;
  /** At most so many entries. */
  readonly entries: number;
  /** Ids by their place; some may be gone. */
  readonly groups: readonly number[];
}

/** Runs in the database. What changes them must be called inside a transaction. */
export interface KeyRuns {
  /** Those that count. */
  all(): KeyRun[];
  /** Whether the group is there and has blocks. */
  hasGroup(id: number): boolean;
  /** Ids of the groups of the run that have the key. One short read. */
  groupsOf(run: KeyRun, key: number): number[];
  /** All keys of a run. */
  keysOf(run: KeyRun): Generator<number>;
  /** The entries of a row in ascending order; none where there is no such row. */
  entriesOf(run: KeyRun, row: number): Uint32Array;
  /** Begins a run that does not count yet. */
  begin(run: Omit<KeyRun, 'id' | 'level'>): KeyRun;
  /** Whether it is being made still; another connection may have taken it for what a crash left. */
  isMaking(run: KeyRun): boolean;
  /** A row of a run in the making, each once. */
  insert(run: KeyRun, row: number, entries: Uint32Array): void;
  /** Makes a run count in the place of others; answers false, and changes nothing, when one of them is not as it was. */
  finish(run: KeyRun, level: number, replaced: readonly KeyRun[]): boolean;
  /** Nothing is looked up in these any more. */
  discard(runs: readonly KeyRun[]): void;
  /** Whether there are runs that do not count. */
  hasIdle(): boolean;
  /** Deletes some of what does not count. To be called when nothing is in the making. */
  sweep(): void;
}

/** Levels of runs that do not count: they may be at work still; they are being deleted. */
const MAKING = -1;
const GONE = -2;
/** Rows that a run may have: ids of rows are run x this + row. */
const MOST_ROWS = 2 ** 20;
const ROWS_AT_ONCE = 64;
const NOTHING = new Uint32Array();

interface RunRow extends Omit<KeyRun, 'groups'> {
  readonly groups: Buffer;
}

export function prepareKeyRuns(db: Database.Database): KeyRuns {
  const runRows = db.prepare<[], RunRow>(
    'SELECT id, level, bits, entries, groups FROM block_key_run WHERE level >= 0 ORDER BY id',
  );
  const group = db
    .prepare<[number], number>('SELECT 1 FROM block_group WHERE id = ? AND positions > 0')
    .pluck();
  const read = db.prepare<[number], Buffer>('SELECT entries FROM block_key WHERE id = ?').pluck();
  const insertRun = db.prepare<[number, number, number, Buffer]>(
    'INSERT INTO block_key_run (level, bits, entries, groups) VALUES (?, ?, ?, ?)',
  );
  const insertRow = db.prepare<[number, Uint8Array]>('INSERT INTO block_key (id, entries) VALUES (?, ?)');
  const levelOf = db.prepare<[number], number>('SELECT level FROM block_key_run WHERE id = ?').pluck();
  const setLevel = db.prepare<[number, number]>('UPDATE block_key_run SET level = ? WHERE id = ?');
  // Counted up, it tells other connections that what they know is no longer so.
  const tellOthers = db.prepare("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'block_key_run'");
  const idle = db.prepare<[], { id: number; level: number }>(
    'SELECT id, level FROM block_key_run WHERE level < 0 LIMIT 1',
  );
  const deleteRows = db.prepare<[number, number, number]>(
    'DELETE FROM block_key WHERE id IN (SELECT id FROM block_key WHERE id >= ? AND id < ? LIMIT ?)',
  );
  const deleteRun = db.prepare<[number]>('DELETE FROM block_key_run WHERE id = ?');

  const entriesOf = ({ id }: KeyRun, row: number): Uint32Array => {
    const bytes = read.get(id * MOST_ROWS + row);
    return bytes ? numbersOf(bytes) : NOTHING;
  };
  const isAt = ({ id }: KeyRun, level: number): boolean => levelOf.get(id) === level;

  return {
    all: () => runRows.all().map((row) => ({ ...row, groups: idsOf(row.groups) })),
    hasGroup: (id) => group.get(id) !== undefined,
    groupsOf(run, key) {
      const places = placesOf(entriesOf(run, rowOf(key, run.bits)), key, run.bits);
      return places.map((place) => run.groups[place] ?? 0);
    },
    *keysOf(run) {
      for (let row = 0; row < 2 ** run.bits; row += 1)
        for (const entry of entriesOf(run, row)) yield keyOf(entry, row, run.bits);
    },
    entriesOf,
    begin(run) {
      const id = Number(insertRun.run(MAKING, run.bits, run.entries, bytesOfIds(run.groups)).lastInsertRowid);
      return { ...run, id, level: MAKING };
    },
    isMaking: (run) => isAt(run, MAKING),
    insert(run, row, { buffer, byteOffset, byteLength }) {
      insertRow.run(run.id * MOST_ROWS + row, Buffer.from(buffer, byteOffset, byteLength));
    },
    finish(run, level, replaced) {
      if (!isAt(run, MAKING) || !replaced.every((one) => isAt(one, one.level))) return false;
      setLevel.run(level, run.id);
      for (const { id } of replaced) setLevel.run(GONE, id);
      tellOthers.run();
      return true;
    },
    discard(runs) {
      for (const { id } of runs) setLevel.run(GONE, id);
      tellOthers.run();
    },
    hasIdle: () => idle.get() !== undefined,
    sweep() {
      const found = idle.get();
      if (!found) return;
      // Before the first of its rows goes, whoever makes it must learn of it.
      if (found.level !== GONE) {
        setLevel.run(GONE, found.id);
        tellOthers.run();
      }
      const first = found.id * MOST_ROWS;
      const { changes } = deleteRows.run(first, first + MOST_ROWS, ROWS_AT_ONCE);
      if (changes < ROWS_AT_ONCE) deleteRun.run(found.id);
    },
  };
}

/** Rows are little-endian, as every machine is that Node.js runs on. */
function numbersOf(bytes: Buffer): Uint32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, byteLength / 4)
    : new Uint32Array(new Uint8Array(bytes).buffer);
}

/** 8 bytes each, little-endian. */
function idsOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 8 }, (_, place) => Number(bytes.readBigUInt64LE(place * 8)));
}

function bytesOfIds(ids: readonly number[]): Buffer {
  const bytes = Buffer.alloc(ids.length * 8);
  for (const [place, id] of ids.entries()) bytes.writeBigUInt64LE(BigInt(id), place * 8);
  return bytes;
}
