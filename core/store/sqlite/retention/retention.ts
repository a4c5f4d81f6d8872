import type Database from 'better-sqlite3';
import type { RetentionLimits } from '../../retention';
import type { BlockStore } from '../blocks/block-store';
import { createFloor } from './floor';
import { prepareOldRows } from './old-rows';

export interface Retention {
  /** Telemetry that starts before is not taken in; nanoseconds since the epoch, 0 while anything is. */
  floorNs(): bigint;
  /** Does one piece of work, at most one transaction long; answers whether there was any. Not inside a transaction. */
  step(): boolean;
}

const HOUR_MS = 3_600_000;
const HOUR_NS = 3_600_000_000_000n;
const DAY_MS = 24 * HOUR_MS;

/**
 * Removes telemetry that is older than the limits say, or the oldest while the file is larger: the floor rises first, then
 * what lies below it goes, a little at a time. `now`: milliseconds since the epoch.
 */
export function createRetention(
  db: Database.Database,
  blocks: Pick<BlockStore, 'removeBefore' | 'oldestEndNs'>,
  limits: RetentionLimits,
  now: () => number,
): Retention {
  const floor = createFloor(db);
  const removeRows = prepareOldRows(db);
  const someRows = db.transaction((floorNs: bigint) => removeRows(floorNs));
  let floorNs = floor.read();
  /** What it was when nothing was left below it. */
  let sweptNs = 0n;

  const raiseTo = (wanted: bigint): boolean => {
    if (wanted <= floorNs) return false;
    floor.raise(wanted);
    floorNs = floor.read();
    return true;
  };

  /** The newest floor that the last hour allows. */
  const latestNs = () => BigInt(Math.floor(now() / HOUR_MS) - 1) * HOUR_NS;

  const raiseByAge = (): boolean => {
    if (limits.days === null) return false;
    return raiseTo(BigInt(Math.floor((now() - limits.days * DAY_MS) / HOUR_MS)) * HOUR_NS);
  };

  /** So far that at least the block goes whose newest record is the oldest. */
  const raiseBySize = (): boolean => {
    if (limits.maxBytes === null || usedBytes(db) <= limits.maxBytes) return false;
    const end = blocks.oldestEndNs();
    if (end === null) return false;
    const wanted = (end / HOUR_NS + 1n) * HOUR_NS;
    const latest = latestNs();
    return raiseTo(wanted < latest ? wanted : latest);
  };

  return {
    floorNs: () => floorNs,
    step() {
      if (sweptNs !== floorNs) {
        if (blocks.removeBefore(floorNs) || someRows.immediate(floorNs)) return true;
        sweptNs = floorNs;
      }
      return raiseByAge() || raiseBySize();
    },
  };
}

/** Without pages that are free to be used again. */
function usedBytes(db: Database.Database): number {
  const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
    Number(db.pragma(name, { simple: true })),
  );
  return ((pages ?? 0) - (free ?? 0)) * (size ?? 0);
}
