import type Database from 'better-sqlite3';
import type { LogRecord } from '../../../model/telemetry';
import type { BlockRows } from './block-rows';
import type { KeyRun, KeyRuns } from './key-runs';
import { type LiveBlock, LiveBlocks } from './live-blocks';
import type { Sealed } from './seal';
import { isWithin, prepareSealedGroups } from './sealed-groups';
import { errorLogToken, logKey, traceToken } from './tokens';

/** What the writer keeps in memory of the blocks: by it, it knows at once that a trace is new. */
export interface BlockIndex {
  /** Reads the database again when another connection changed its blocks, or after `forget`. Answers whether it did. */
  refresh(): boolean;
  /** The next use reads everything again. */
  forget(): void;
  /** The blocks without a group, by id. */
  live(): readonly LiveBlock[];
  liveCount(): number;
  /** Takes in blocks that the transaction at hand made. */
  add(blocks: readonly LiveBlock[]): void;
  /**
   * Runs a change of the blocks in a transaction of its own; `follow` changes the memory when it is committed. Nothing is
   * changed when another connection was faster.
   */
  commit<Result>(change: () => Result, follow: (result: Result) => void): void;
  replace(ids: readonly number[], blocks: readonly LiveBlock[]): void;
  seal(members: readonly LiveBlock[], sealed: Sealed): void;
  /** See `SealedGroups.runs`. */
  keyRuns(): { readonly live: readonly KeyRun[]; readonly spent: readonly KeyRun[] };
  /** To be called when runs were merged or discarded. */
  reloadKeys(): void;
  blocksOfTrace(traceId: string): readonly number[];
  blocksOfErrorLogs(traceId: string): readonly number[];
  blocksOfLog(log: LogRecord): readonly number[];
}

export function createBlockIndex(db: Database.Database, rows: BlockRows, keyRuns: KeyRuns): BlockIndex {
  const groups = prepareSealedGroups(db, keyRuns);
  /** Grows with every block, every group and every change of the runs of keys. */
  const newest = db
    .prepare<[], number>(
      `SELECT total(seq) FROM sqlite_sequence WHERE name IN ('block', 'block_group', 'block_key_run')`,
    )
    .pluck();
  let live = new LiveBlocks();
  /** What `newest` answered when memory and database agreed; null when they may not. */
  let known: number | null = null;

  const refresh = (): boolean => {
    const found = newest.get() ?? 0;
    if (found === known) return false;
    live = new LiveBlocks();
    for (const block of rows.live()) live.add(block);
    groups.reload();
    known = found;
    return true;
  };
  const ensureKnown = (): void => {
    if (known === null) refresh();
  };
  const alsoIn = (found: readonly LiveBlock[], sealed: readonly number[]): readonly number[] =>
    found.length === 0 ? sealed : [...found.map(({ id }) => id), ...sealed];
  const blocksOfKey = (key: number): readonly number[] => alsoIn(live.find(key), groups.blocksOf(key));

  return {
    refresh,
    forget() {
      known = null;
    },
    live() {
      ensureKnown();
      return [...live.all()];
    },
    liveCount: () => live.count,
    add(blocks) {
      for (const block of blocks) live.add(block);
      if (known !== null && blocks.length > 0) known = newest.get() ?? 0;
    },
    commit(change, follow) {
      const run = db.transaction(() =>
        newest.get() === known ? { result: change(), newest: newest.get() ?? 0 } : null,
      );
      const done = run.immediate();
      if (done) follow(done.result);
      known = done?.newest ?? null;
    },
    replace(ids, blocks) {
      live.remove(ids);
      for (const block of blocks) live.add(block);
    },
    seal(members, { run, keys, logT1 }) {
      live.remove(members.map(({ id }) => id));
      groups.add(run, keys, logT1);
    },
    keyRuns() {
      ensureKnown();
      return groups.runs();
    },
    reloadKeys: groups.reload,
    blocksOfTrace(traceId) {
      ensureKnown();
      return blocksOfKey(traceToken(traceId));
    },
    blocksOfErrorLogs(traceId) {
      ensureKnown();
      return blocksOfKey(errorLogToken(traceId));
    },
    blocksOfLog(log) {
      ensureKnown();
      const key = logKey(log);
      if (log.traceId === null || log.timeIsReceipt) return blocksOfKey(key);
      const found = live.find(key);
      const around = found.filter(({ logT0, logT1 }) => isWithin(log.timeNs, logT0, logT1));
      return alsoIn(around, groups.blocksOf(key, log.timeNs));
    },
  };
}
