import type Database from 'better-sqlite3';
import { type GroupShape, prepareFilterProbe } from './filter-probe';
import { KeyFilter } from './key-filter';
import type { KeyRun, KeyRuns } from './key-runs';

/** What the writer knows of the sealed groups: by it, it knows at once that a trace is new. */
export interface SealedGroups {
  /** Reads what the database has, in place of what was known. */
  reload(): void;
  /** Takes in the run of a group that was sealed just now, and when its last log record is. */
  add(run: KeyRun, keys: Uint32Array, logT1: bigint | null): void;
  /** The runs that count, and those of them whose groups are all gone. */
  runs(): { readonly live: readonly KeyRun[]; readonly spent: readonly KeyRun[] };
  /**
   * Ids of the sealed blocks that may have the key. With a time only those with log records from before and after it:
   * a trace may be in many blocks, a record of it is in one.
   */
  blocksOf(key: number, logTime?: bigint): number[];
}

interface GroupRow extends GroupShape {
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

/**
 * The runs of the groups sealed last are found in memory, which is little and stays so; of older ones, a few merged runs
 * take a read each.
 */
export function prepareSealedGroups(db: Database.Database, keyRuns: KeyRuns): SealedGroups {
  const probe = prepareFilterProbe(db);
  const groupRow = db
    .prepare<[number], { readonly [Column in keyof GroupRow]: bigint | null }>(
      `SELECT id, positions, length(blocks) / 8 AS members, log_t0 AS logT0, log_t1 AS logT1 FROM block_group
       WHERE id = ? AND positions > 0`,
    )
    .safeIntegers();
  const lastLog = db
    .prepare<[], bigint | null>('SELECT max(log_t1) FROM block_group WHERE positions > 0')
    .pluck()
    .safeIntegers();
  const hasLogsAround = db
    .prepare<[number, bigint, bigint], number>(
      'SELECT 1 FROM block_meta WHERE id = ? AND log_t0 <= ? AND log_t1 >= ?',
    )
    .pluck();
  let live: KeyRun[] = [];
  let spent: readonly KeyRun[] = [];
  let recent = new KeyFilter<KeyRun>();
  let merged: readonly KeyRun[] = [];
  /** No log record of any group is later. */
  let latestLog = -1n;
  /** The records of a trace are asked for one after the other. */
  let last: { readonly key: number; readonly groups: readonly number[] } | null = null;

  const groupsOf = (key: number): readonly number[] => {
    if (last?.key === key) return last.groups;
    const groups = [...recent.find(key), ...merged].flatMap((run) => keyRuns.groupsOf(run, key));
    last = { key, groups };
    return groups;
  };
  const shapeOf = (id: number): GroupRow | null => {
    const row = groupRow.get(id);
    if (!row) return null;
    const { positions, members, logT0, logT1 } = row;
    return { id, positions: Number(positions), members: Number(members), logT0, logT1 };
  };

  return {
    reload() {
      const isSpent = ({ groups }: KeyRun): boolean => !groups.some((id) => keyRuns.hasGroup(id));
      const all = keyRuns.all();
      spent = all.filter(isSpent);
      live = all.filter((run) => !spent.includes(run));
      merged = live.filter(({ level }) => level > 0);
      recent = new KeyFilter();
      for (const run of live) if (run.level === 0) recent.add(run, run.entries, keyRuns.keysOf(run));
      latestLog = lastLog.get() ?? -1n;
      last = null;
    },
    add(run, keys, logT1) {
      live.push(run);
      recent.add(run, keys.length, keys);
      if (logT1 !== null && logT1 > latestLog) latestLog = logT1;
      last = null;
    },
    runs: () => ({ live, spent }),
    blocksOf(key, logTime) {
      const found: number[] = [];
      if (logTime !== undefined && logTime > latestLog) return found;
      for (const id of groupsOf(key)) {
        const group = shapeOf(id);
        if (!group || (logTime !== undefined && !isWithin(logTime, group.logT0, group.logT1))) continue;
        for (const block of probe.blocksWith(group, [key])) {
          if (logTime === undefined || hasLogsAround.get(block, logTime, logTime) === 1) found.push(block);
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
