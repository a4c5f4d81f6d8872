import type { AttributeGroupsQuery } from '../../store';
import type { GroupCount } from './group-count';

/** How far the answer to a question has come. */
export interface Progress {
  readonly count: GroupCount;
  /** What was spent of its budget. */
  readonly spentMs: number;
}

/** What was counted for the last questions, so that who asks again with a greater budget goes on instead of starting anew. */
export interface GroupProgress {
  /**
   * The progress of the same question with the same seed, which is then forgotten: a failure must leave nothing half
   * counted. Null when there is none, or when a block that it counted was merged away since.
   */
  take(query: AttributeGroupsQuery, all: readonly number[]): Progress | null;
  keep(query: AttributeGroupsQuery, progress: Progress): void;
}

/** Each may take up to about 50 MB. */
const MOST_KEPT = 2;
const KEPT_MS = 60_000;

/** `now` in milliseconds from any start. */
export function groupProgress(now: () => number): GroupProgress {
  /** In the order of their last use. */
  const kept = new Map<string, Progress & { readonly untilMs: number }>();

  const dropOld = (): void => {
    for (const [key, { untilMs }] of kept) if (untilMs <= now()) kept.delete(key);
  };

  return {
    take(query, all) {
      dropOld();
      const key = keyOf(query);
      const progress = kept.get(key);
      kept.delete(key);
      if (!progress) return null;
      let stored = 0;
      for (const id of all) if (progress.count.blocks.has(id)) stored += 1;
      return stored === progress.count.blocks.size ? progress : null;
    },
    keep(query, progress) {
      kept.set(keyOf(query), { ...progress, untilMs: now() + KEPT_MS });
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
    },
  };
}

function keyOf({ range, environment, functionId, key, seed }: AttributeGroupsQuery): string {
  return JSON.stringify([range.fromMs, range.toMs, environment ?? null, functionId ?? null, key, seed ?? 0]);
}
