import type Database from 'better-sqlite3';
import { type GroupShape, prepareFilterProbe } from './filter-probe';
import { KeyIndex } from './key-bits';

/** What the writer keeps in memory of a sealed group. */
export interface SealedGroup extends GroupShape {
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

export interface SealedGroups {
  /** Reads what the database has, in place of what was known. */
  reload(): void;
  /** `keys`: the bytes of its KeyBits. */
  add(group: SealedGroup, keys: Uint8Array): void;
  /**
   * Ids of the sealed blocks that may have the key. With a time only those with log records from before and after it:
   * a trace may be in many blocks, a record of it is in one.
   */
  blocksOf(key: number, logTime?: bigint): number[];
}

interface GroupRow {
  readonly id: bigint;
  readonly positions: bigint;
  readonly members: bigint;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
  readonly keys: Buffer;
}

export function prepareSealedGroups(db: Database.Database): SealedGroups {
  const probe = prepareFilterProbe(db);
  const groupRows = db
    .prepare<[], GroupRow>(
      `SELECT id, positions, length(blocks) / 8 AS members, log_t0 AS logT0, log_t1 AS logT1, keys FROM block_group
       WHERE positions > 0`,
    )
    .safeIntegers();
  const hasLogsAround = db
    .prepare<[number, bigint, bigint], number>(
      'SELECT 1 FROM block_meta WHERE id = ? AND log_t0 <= ? AND log_t1 >= ?',
    )
    .pluck();
  let groups = new KeyIndex<SealedGroup>();
  /** No log record of any group is later. */
  let latestLog = -1n;

  const add = (group: SealedGroup, keys: Uint8Array): void => {
    groups.add(group, keys);
    if (group.logT1 !== null && group.logT1 > latestLog) latestLog = group.logT1;
  };

  return {
    reload() {
      groups = new KeyIndex();
      latestLog = -1n;
      for (const { id, positions, members, logT0, logT1, keys } of groupRows.iterate()) {
        add({ id: Number(id), positions: Number(positions), members: Number(members), logT0, logT1 }, keys);
      }
    },
    add,
    blocksOf(key, logTime) {
      const found: number[] = [];
      if (logTime !== undefined && logTime > latestLog) return found;
      for (const group of groups.find(key)) {
        if (logTime !== undefined && !isWithin(logTime, group.logT0, group.logT1)) continue;
        for (const id of probe.blocksWith(group, [key])) {
          if (logTime === undefined || hasLogsAround.get(id, logTime, logTime) === 1) found.push(id);
        }
      }
      return found;
    },
  };
}

/** Whether the time is in the closed range; nothing is in the range of no record. */
export function isWithin(time: bigint, from: bigint | null, to: bigint | null): boolean {
  return from !== null && to !== null && from <= time && time <= to;
}
