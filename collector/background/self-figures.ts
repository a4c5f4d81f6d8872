import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SelfFigures } from '@/core/alerts/round';
import { MINUTE_MS } from '@/core/model/time-range';

/** How far back the figures of refused records and of failed checks reach, in minutes. */
export const LATELY_MINUTES = 5;
/** What other collectors have refused is told every ten seconds; what is older says nothing of now. */
const ELSEWHERE_MS = MINUTE_MS;

/** What the collector knows of itself for alert rules. */
export interface SelfWatch {
  /** So many records of a request were refused now. */
  noteRejected(count: number): void;
  /** Other collectors of the store have refused so many in the last `LATELY_MINUTES`, as far as is known now. */
  noteRejectedElsewhere(count: number): void;
  /** So many of Faaslens' own servers were not ready now. */
  noteCheck(failures: number): void;
  /** How much of the disk with the database is free, null when nobody can tell, and how many records were refused and checks failed in the last minutes. */
  figures(): Promise<SelfFigures>;
}

export function watchSelf(databaseFile: string, now: () => number): SelfWatch {
  const rejected = lately(now);
  const failures = lately(now);
  let elsewhere = { count: 0, at: 0 };
  return {
    noteRejected: rejected.note,
    noteCheck: failures.note,
    noteRejectedElsewhere(count) {
      elsewhere = { count, at: now() };
    },
    async figures() {
      const others = Math.abs(now() - elsewhere.at) < ELSEWHERE_MS ? elsewhere.count : 0;
      return {
        self_disk_free: await shareFree(dirname(databaseFile)),
        self_rejected: rejected.sum() + others,
        self_check_failures: failures.sum(),
      };
    },
  };
}

/** Null when it cannot be told, as of a folder that is gone: rules that do not look at it are evaluated all the same. */
async function shareFree(folder: string): Promise<number | null> {
  try {
    const { bavail, blocks } = await statfs(folder);
    return blocks === 0 ? null : bavail / blocks;
  } catch {
    return null;
  }
}

/** A count of the last `LATELY_MINUTES`. */
function lately(now: () => number): { note(count: number): void; sum(): number } {
  const minutes = new Map<number, number>();
  const minuteNow = () => Math.floor(now() / MINUTE_MS);
  const dropOld = () => {
    // Also those of a clock that was set back since.
    for (const minute of minutes.keys())
      if (minute <= minuteNow() - LATELY_MINUTES || minute > minuteNow()) minutes.delete(minute);
  };
  return {
    note(count) {
      dropOld();
      minutes.set(minuteNow(), (minutes.get(minuteNow()) ?? 0) + count);
    },
    sum() {
      dropOld();
      return [...minutes.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}
