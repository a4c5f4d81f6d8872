import type Database from 'better-sqlite3';
import { FaaslensError } from '../../../errors';
import type { Block } from '../block/block';
import { openBlock } from '../block/open';
import { createResourceTexts } from './resource-texts';

/** Encoded bytes and number of the blocks that are kept: decoded they take about ten times as much. */
const MOST_BYTES = 512 * 1024;
const MOST_BLOCKS = 256;
/** Of blocks that have just been stored so many are kept, too: what is missing of a trace mostly comes soon. */
const MOST_ADOPTED = 2;

export interface BlockLoader {
  /** The block, from memory when it was used lately. Throws FaaslensError `unavailable` when it is damaged or missing. */
  load(id: number): Block;
  /** The same, kept only until another one is read so: what is kept for long is moved whenever garbage is collected. */
  read(id: number): Block;
  /** Takes in a block of so many encoded bytes that was opened before it was stored. */
  adopt(id: number, block: Block, bytes: number): void;
  /** Forgets every block: after a rollback an id may be given again. */
  clear(): void;
}

interface Entry {
  readonly block: Block;
  readonly bytes: number;
}

export function prepareBlockLoader(db: Database.Database): BlockLoader {
  const select = db.prepare<[number], Buffer>('SELECT data FROM block WHERE id = ?').pluck();
  const intern = createResourceTexts();
  /** In the order of their last use. */
  const kept = new Map<number, Entry>();
  /** In the order of their ids; not among those that are kept. */
  const adopted = new Map<number, Entry>();
  let bytes = 0;
  let last: { readonly id: number; readonly block: Block } | null = null;

  const open = (id: number): Entry => {
    const data = select.get(id);
    if (!data) throw new FaaslensError('unavailable', `Block ${id} is missing in the database ${db.name}`);
    return { block: openBlock(data, { intern }), bytes: data.length };
  };

  const drop = (id: number): void => {
    bytes -= kept.get(id)?.bytes ?? 0;
    kept.delete(id);
  };

  return {
    load(id) {
      const entry = kept.get(id) ?? adopted.get(id) ?? open(id);
      drop(id);
      adopted.delete(id);
      kept.set(id, entry);
      bytes += entry.bytes;
      for (const oldest of kept.keys()) {
        if (kept.size <= 1 || (bytes <= MOST_BYTES && kept.size <= MOST_BLOCKS)) break;
        drop(oldest);
      }
      return entry.block;
    },
    read(id) {
      const known = kept.get(id) ?? adopted.get(id);
      if (known) return known.block;
      if (last?.id !== id) last = { id, block: open(id).block };
      return last.block;
    },
    adopt(id, block, bytesOf) {
      adopted.set(id, { block, bytes: bytesOf });
      for (const oldest of adopted.keys()) {
        if (adopted.size <= MOST_ADOPTED) break;
        adopted.delete(oldest);
      }
    },
    clear() {
      kept.clear();
      adopted.clear();
      last = null;
      bytes = 0;
    },
  };
}
