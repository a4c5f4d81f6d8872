import type Database from 'better-sqlite3';
import { FaaslensError } from '../../../errors';
import type { Block } from '../block/block';
import { openBlock } from '../block/open';
import { createResourceTexts } from './resource-texts';

/** Encoded bytes and number of the blocks that are kept: decoded they take about ten times as much. */
const MOST_BYTES = 1024 * 1024;
const MOST_BLOCKS = 256;

export interface BlockLoader {
  /** The block, from memory when it was used lately. Throws FaaslensError `unavailable` when it is damaged or missing. */
  load(id: number): Block;
  /** The same without keeping it. */
  read(id: number): Block;
  /** Forgets every block: after a rollback an id may be given again. */
  clear(): void;
}

export function prepareBlockLoader(db: Database.Database): BlockLoader {
  const select = db.prepare<[number], Buffer>('SELECT data FROM block WHERE id = ?').pluck();
  const intern = createResourceTexts();
  /** In the order of their last use. */
  const kept = new Map<number, { block: Block; bytes: number }>();
  let bytes = 0;

  const open = (id: number): { block: Block; bytes: number } => {
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
      const entry = kept.get(id) ?? open(id);
      drop(id);
      kept.set(id, entry);
      bytes += entry.bytes;
      for (const oldest of kept.keys()) {
        if (kept.size <= 1 || (bytes <= MOST_BYTES && kept.size <= MOST_BLOCKS)) break;
        drop(oldest);
      }
      return entry.block;
    },
    read: (id) => kept.get(id)?.block ?? open(id).block,
    clear() {
      kept.clear();
      bytes = 0;
    },
  };
}
