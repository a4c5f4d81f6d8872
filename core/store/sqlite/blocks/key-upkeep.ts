import type { BlockIndex } from './block-index';
import { beginKeyMerge, chooseKeyMerge, type KeyMerge } from './key-merge';
import type { KeyRuns } from './key-runs';

/** Keeps the runs of keys few. */
export interface KeyUpkeep {
  /** Merges some runs a little, or deletes some of what was merged; answers whether there was anything to do. */
  step(): boolean;
}

export function createKeyUpkeep(
  index: Pick<BlockIndex, 'keyRuns' | 'reloadKeys' | 'commit'>,
  runs: KeyRuns,
  fanOut: readonly number[],
): KeyUpkeep {
  let merging: KeyMerge | null = null;

  const advance = (job: KeyMerge): void => {
    // Dropped unless this is done: another connection may have been faster.
    merging = null;
    index.commit(
      () => job.advance(),
      (state) => {
        if (state === 'more') merging = job;
        else index.reloadKeys();
      },
    );
  };

  return {
    step() {
      if (merging) {
        advance(merging);
        return true;
      }
      const { live, spent } = index.keyRuns();
      const chosen = chooseKeyMerge(live, fanOut);
      if (chosen.length > 0) {
        index.commit(
          () => beginKeyMerge(runs, chosen),
          (job) => {
            merging = job;
          },
        );
        return true;
      }
      if (spent.length > 0) {
        index.commit(() => runs.discard(spent), index.reloadKeys);
        return true;
      }
      if (!runs.hasIdle()) return false;
      index.commit(
        () => runs.sweep(),
        () => {},
      );
      return true;
    },
  };
}
