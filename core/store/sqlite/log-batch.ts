import type { LogRecord } from '../../model/telemetry';
import type { Block } from './block/block';
import type { BlockStore } from './blocks/block-store';
import { type LogHash, logHash, sameLog } from './blocks/log-hash';

/** Blocks whose records' times are kept at hand: those of records that are sent again are few, or far apart. */
const MOST_INDEXED = 32;

/**
 * The records that are not stored yet, each once, in their order. Log records have no identity of their own: equal in
 * all that was sent, and the same one of equal ones in its request, is the same record.
 */
export function newLogs(
  logs: readonly LogRecord[],
  blocks: Pick<BlockStore, 'blocksOfLog' | 'load'>,
): readonly LogRecord[] {
  const inBatch = new Map<LogHash, LogRecord | LogRecord[]>();
  const byTime = new Map<number, ReadonlyMap<bigint, readonly number[]>>();

  const isInBlock = (log: LogRecord, id: number): boolean => {
    const block = blocks.load(id);
    if (block.logCount === 0) return false;
    const isSame = (index: number) => sameLog(block.logAt(index), log);
    // Without a time of its own, a record that is stored has the time of another receipt.
    if (log.timeIsReceipt) return Array.from({ length: block.logCount }, (_, index) => index).some(isSame);
    const times = byTime.get(id) ?? indexByTime(block);
    if (byTime.size >= MOST_INDEXED) byTime.clear();
    byTime.set(id, times);
    return times.get(log.timeNs)?.some(isSame) ?? false;
  };

  return logs.filter((log) => {
    const hash = logHash(log);
    const others = inBatch.get(hash);
    if (others === undefined) inBatch.set(hash, log);
    else if (!Array.isArray(others)) {
      if (sameLog(others, log)) return false;
      inBatch.set(hash, [others, log]);
    } else if (others.some((other) => sameLog(other, log))) return false;
    else others.push(log);
    return !blocks.blocksOfLog(log, hash).some((id) => isInBlock(log, id));
  });
}

function indexByTime(block: Block): ReadonlyMap<bigint, readonly number[]> {
  const times = new Map<bigint, number[]>();
  for (const [index, time] of block.logColumns().timeNs.entries()) {
    const others = times.get(time);
    if (others) others.push(index);
    else times.set(time, [index]);
  }
  return times;
}
