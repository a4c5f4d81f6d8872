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
  /** When its first and its last record are; milliseconds since the epoch, null for a block without. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const FROM = 'min(coalesce(span_t0, log_t0), coalesce(log_t0, span_t0))';
const TO = 'max(coalesce(span_t1, log_t1), coalesce(log_t1, span_t1))';

/** Blocks that are missing, damaged, or not what is noted of them. Reads every span and log record. */
export function blockFaults(db: Database.Database): readonly StoreFault[] {
  const metas = db.prepare<[], MetaRow>(
    `SELECT m.id, m.spans, m.logs, m.bytes, b.data, ${FROM} / 1000000 AS fromMs, ${TO} / 1000000 AS toMs
     FROM block_meta m LEFT JOIN block b ON b.id = m.id ORDER BY m.id`,
  );
  const faults: StoreFault[] = [];
  for (const row of metas.iterate()) {
    const text = faultOf(row);
    if (text !== null) faults.push({ part: 'blocks', text: `block ${row.id}${timesOf(row)} ${text}` });
  }
  const unlisted = db
    .prepare<[], number>('SELECT count(*) FROM block WHERE id NOT IN (SELECT id FROM block_meta)')
    .pluck()
    .get();
  if (unlisted)
    faults.push({ part: 'blocks', text: `${unlisted} blocks are not listed, so nothing finds them` });
  return faults;
}

/** So that people can ask for times beside it. */
function timesOf({ fromMs, toMs }: MetaRow): string {
  if (fromMs === null || toMs === null) return '';
  return ` (${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()})`;
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
