import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import type { StoreFault } from '../../fault';
import { openBlock } from '../block/open';

interface MetaRow {
  readonly id: number;
  readonly spans: number;
  readonly logs: number;
  readonly bytes: number;
  readonly data: Buffer | null;
}

/** Blocks that are missing, damaged, or not what is noted of them. Reads every span and log record. */
export function blockFaults(db: Database.Database): readonly StoreFault[] {
  const metas = db.prepare<[], MetaRow>(
    'SELECT m.id, m.spans, m.logs, m.bytes, b.data FROM block_meta m LEFT JOIN block b ON b.id = m.id ORDER BY m.id',
  );
  const faults: StoreFault[] = [];
  for (const row of metas.iterate()) {
    const text = faultOf(row);
    if (text !== null) faults.push({ part: 'blocks', text: `block ${row.id} ${text}` });
  }
  const unlisted = db
    .prepare<[], number>('SELECT count(*) FROM block WHERE id NOT IN (SELECT id FROM block_meta)')
    .pluck()
    .get();
  if (unlisted)
    faults.push({ part: 'blocks', text: `${unlisted} blocks are not listed, so nothing finds them` });
  return faults;
}

function faultOf({ spans, logs, bytes, data }: MetaRow): string | null {
  if (data === null) return 'is missing';
  if (data.length !== bytes) return `has ${data.length} bytes, noted are ${bytes}`;
  try {
    const block = openBlock(data);
    for (let index = 0; index < block.spanCount; index += 1) block.spanAt(index);
    for (let index = 0; index < block.logCount; index += 1) block.logAt(index);
    if (block.spanCount === spans && block.logCount === logs) return null;
    return `holds ${block.spanCount} spans and ${block.logCount} log records, noted are ${spans} and ${logs}`;
  } catch (error) {
    if (isFaaslensError(error)) return `cannot be read: ${error.message}`;
    throw error;
  }
}
