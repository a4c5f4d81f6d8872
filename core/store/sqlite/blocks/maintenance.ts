import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import type { BlockContent } from '../block/block';
import type { BlockIndex } from './block-index';
import type { BlockLoader } from './block-loader';
import type { BlockPast, BlockRows } from './block-rows';
import { createFreePages } from './free-pages';
import type { LiveBlock } from './live-blocks';
import { chooseMerge, FULL, mergedContent } from './merge';
import { prepareSealer, type SealJob } from './seal';

export interface MaintenanceParts {
  readonly index: BlockIndex;
  readonly rows: BlockRows;
  readonly loader: BlockLoader;
  /** Writes content as blocks, inside a transaction; `past` is that of what was merged. */
  readonly insert: (content: BlockContent, past: BlockPast) => readonly LiveBlock[];
  /** Blocks of a group. */
  readonly groupSize: number;
}

export interface Maintenance {
  /** Does one piece of work, at most one transaction long; answers whether there was any. */
  step(): boolean;
  /** Drops what was begun, because the blocks changed under it. */
  startAgain(): void;
}

export function prepareMaintenance(
  db: Database.Database,
  { index, rows, loader, insert, groupSize }: MaintenanceParts,
): Maintenance {
  const sealer = prepareSealer(db);
  const freePages = createFreePages(db);
  /** Damaged blocks: no reason to stop merging the others. */
  const unreadable = new Set<number>();
  let sealing: SealJob | null = null;
  let isFilterWritten = false;

  /** Null when a block is damaged, which is then left alone. */
  const readAll = (ids: readonly number[]): BlockContent | null => {
    let reading = 0;
    try {
      return mergedContent(
        ids.map((id) => {
          reading = id;
          return loader.read(id);
        }),
      );
    } catch (error) {
      if (!isFaaslensError(error)) throw error;
      unreadable.add(reading);
      return null;
    }
  };

  const merge = (): boolean => {
    const live = index.live().filter(({ id }) => !unreadable.has(id));
    const [chosen = []] = byAge(live)
      .map(chooseMerge)
      .filter(({ length }) => length > 0);
    const ids = chosen.map(({ id }) => id);
    if (ids.length === 0) return false;
    // Decoded before the transaction, which others wait for.
    const content = readAll(ids);
    if (content === null) return true;
    index.commit(
      () => {
        const past = rows.pastOf(ids);
        for (const id of ids) rows.remove(id);
        return insert(content, past);
      },
      (made) => index.replace(ids, made),
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
      ({ group, keys }) => index.seal(job.members, group, keys),
    );
    return true;
  };

  return {
    step: () => seal() || merge() || freePages.giveBack(),
    startAgain() {
      sealing = null;
    },
  };
}

/** What is left of old blocks stays apart from what has just come, so that a block or a group covers little time. */
function byAge(live: readonly LiveBlock[]): readonly (readonly LiveBlock[])[] {
  const young = live.filter(({ isExamined }) => !isExamined);
  return young.length === live.length ? [young] : [young, live.filter(({ isExamined }) => isExamined)];
}
