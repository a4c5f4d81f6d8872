import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SelfFigures } from '@/core/alerts/round';
import { MINUTE_MS } from '@/core/model/time-range';

/** How far back the counts of rejected records and failed checks reach, in minutes. */
export const LATELY_MINUTES = 5;
/** Other collectors' rejections are reported every ten seconds; an older report says nothing about now. */
const ELSEWHERE_MS = MINUTE_MS;

/** What the collector knows about itself, for alert rules. */
export interface SelfWatch {
  /** One request had `count` records rejected just now. */
  noteRejected(count: number): void;
  /** Other collectors of the store rejected `count` records in the last `LATELY_MINUTES`, as of now. */
  noteRejectedElsewhere(count: number): void;
  /** `failures` of Faaslens' own servers were not ready just now. */
  noteCheck(failures: number): void;
  /** The free share of the database's disk (null if unknown), and the records rejected and checks failed in the last minutes. */
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

/** Null if unknown, for example when the folder is gone: rules that do not use the figure are evaluated anyway. */
async function shareFree(folder: string): Promise<number | null> {
  try {
    const { bavail, blocks } = await statfs(folder);
    return blocks === 0 ? null : bavail / blocks;
  } catch {
    return null;
  }
}

/** A count over the last `LATELY_MINUTES`. */
function lately(now: () => number): { note(count: number): void; sum(): number } {
  const minutes = new Map<number, number>();
  const minuteNow = () => Math.floor(now() / MINUTE_MS);
  const dropOld = () => {
    // Minutes in the future were counted before the clock was set back.
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
