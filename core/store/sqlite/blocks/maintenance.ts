import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import type { Block } from '../block/block';
import type { BlockIndex } from './block-index';
import type { BlockLoader } from './block-loader';
import type { BlockRows } from './block-rows';
import { createFreePages } from './free-pages';
import type { KeyRuns } from './key-runs';
import { createKeyUpkeep } from './key-upkeep';
import type { LiveBlock } from './live-blocks';
import { chooseMerge, FULL } from './merge';
import { beginMerge, type MergeJob } from './merge-job';
import type { PieceLimits } from './pieces';
import { prepareSealer, type SealJob } from './seal';

export interface MaintenanceParts {
  readonly index: BlockIndex;
  readonly rows: BlockRows;
  readonly loader: BlockLoader;
  readonly limits: PieceLimits;
  /** Blocks of a group. */
  readonly groupSize: number;
  readonly keyRuns: KeyRuns;
  /** How many runs of keys of each level are merged. */
  readonly keyFanOut: readonly number[];
}

export interface Maintenance {
  /** Does one piece of work, at most one transaction long; answers whether there was any. */
  step(): boolean;
  /** Drops what was begun, because the blocks changed under it. */
  startAgain(): void;
}

export function prepareMaintenance(
  db: Database.Database,
  { index, rows, loader, limits, groupSize, keyRuns, keyFanOut }: MaintenanceParts,
): Maintenance {
  const sealer = prepareSealer(db, keyRuns);
  const keys = createKeyUpkeep(index, keyRuns, keyFanOut);
  const freePages = createFreePages(db);
  /** Damaged blocks: no reason to stop merging the others. */
  const unreadable = new Set<number>();
  let merging: MergeJob | null = null;
  let sealing: SealJob | null = null;
  let isFilterWritten = false;
  let isTurnOfKeys = false;

  const read = (id: number): Block => {
    try {
      return loader.read(id);
    } catch (error) {
      if (isFaaslensError(error)) unreadable.add(id);
      throw error;
    }
  };

  const nextMerge = (): MergeJob | null => {
    const live = index.live().filter(({ id }) => !unreadable.has(id));
    const chosen = byAge(live)
      .map(chooseMerge)
      .find(({ length }) => length > 0);
    return chosen
      ? beginMerge(
          chosen.map(({ id }) => id),
          read,
          limits,
        )
      : null;
  };

  const merge = (): boolean => {
    const job = merging ?? nextMerge();
    // Dropped unless all goes well: a block may be damaged, another connection may have been faster.
    merging = null;
    if (!job) return false;
    try {
      if (!job.advance()) {
        merging = job;
        return true;
      }
    } catch (error) {
      if (isFaaslensError(error)) return true;
      throw error;
    }
    index.commit(
      () => {
        const past = rows.pastOf(job.ids);
        for (const id of job.ids) rows.remove(id);
        return job.pieces.map((piece) => rows.insert(piece, past));
      },
      (made) => index.replace(job.ids, made),
    );
    return true;
  };

  const seal = (): boolean => {
    if (!sealing) {
      const full = index.live().filter(({ fill }) => fill >= FULL);
      const enough = byAge(full).find(({ length }) => length >= groupSize);
      if (!enough) return false;
      sealing = sealer.begin(enough.slice(0, groupSize));
      isFilterWritten = false;
    }
    const job = sealing;
    if (!job.advance()) return true;
    if (!isFilterWritten) {
      // Dropped unless this is done: another connection may have been faster.
      sealing = null;
      index.commit(
        () => job.writeFilter(),
        (isWritten) => {
          sealing = job;
          isFilterWritten = isWritten;
        },
      );
      return true;
    }
    sealing = null;
    index.commit(
      () => job.write(),
      (sealed) => index.seal(job.members, sealed),
    );
    return true;
  };

  /** In turn: merging keys may take long, and so may blocks to become few under load. */
  const mergeSomething = (): boolean => {
    isTurnOfKeys = !isTurnOfKeys;
    return isTurnOfKeys ? keys.step() || merge() : merge() || keys.step();
  };

  return {
    step: () => seal() || mergeSomething() || freePages.giveBack(),
    startAgain() {
      merging = null;
      sealing = null;
    },
  };
}

/** What is left of old blocks stays apart from what has just come, so that a block or a group covers little time. */
function byAge(live: readonly LiveBlock[]): readonly (readonly LiveBlock[])[] {
  const young = live.filter(({ isExamined }) => !isExamined);
  return young.length === live.length ? [young] : [young, live.filter(({ isExamined }) => isExamined)];
}
