import { lookOf } from '../../model/log-look';
import type { LogRecord } from '../../model/telemetry';
import type { BlockStore } from './blocks/block-store';
import { type LogHash, logHash, sameLog } from './blocks/log-hash';

/**
 * The records that are not stored yet, each once, in their order. Log records have no identity of their own: equal in
 * all that was sent, and the same one of equal ones in its request, is the same record.
 */
export function newLogs(
  logs: readonly LogRecord[],
  blocks: Pick<BlockStore, 'blocksOfLog' | 'load'>,
): readonly LogRecord[] {
  const inBatch = new DistinctLogs();

  const isInBlock = (log: LogRecord, id: number): boolean => {
    const block = blocks.load(id);
    if (block.logCount === 0) return false;
    const isSame = (index: number) => sameLog(block.logAt(index), log);
    // Without a time of its own, a record that is stored has the time of another receipt.
    if (log.timeIsReceipt) return Array.from({ length: block.logCount }, (_, index) => index).some(isSame);
    const { timeNs } = block.logColumns();
    for (let at = timeNs.indexOf(log.timeNs); at >= 0; at = timeNs.indexOf(log.timeNs, at + 1)) {
      if (isSame(at)) return true;
    }
    return false;
  };

  return logs.filter((log) => inBatch.add(log) && !blocks.blocksOfLog(log).some((id) => isInBlock(log, id)));
}

/** Tells records apart. Only those that look alike are hashed, and only those of one hash are compared. */
class DistinctLogs {
  /** The first record of each look; null once it is among the hashed. */
  private readonly firsts = new Map<number, LogRecord | null>();
  private readonly hashed = new Map<LogHash, LogRecord[]>();

  /** Whether no equal record was added before. */
  add(log: LogRecord): boolean {
    const look = lookOf(log);
    const first = this.firsts.get(look);
    if (first === undefined) {
      this.firsts.set(look, log);
      return true;
    }
    if (first !== null) this.addHashed(first);
    this.firsts.set(look, null);
    return this.addHashed(log);
  }

  private addHashed(log: LogRecord): boolean {
    const hash = logHash(log);
    const alike = this.hashed.get(hash);
    if (alike?.some((other) => sameLog(other, log))) return false;
    if (alike) alike.push(log);
    else this.hashed.set(hash, [log]);
    return true;
  }
}
