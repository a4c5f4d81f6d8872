import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SelfFigures } from '@/core/alerts/round';
import { MINUTE_MS } from '@/core/model/time-range';

/** How far back the figure of refused records reaches, in minutes. */
const REJECTED_MINUTES = 5;

/** What the collector knows of itself for alert rules. */
export interface SelfWatch {
  /** So many records of a request were refused now. */
  noteRejected(count: number): void;
  /** How much of the disk with the database is free, and how many records were refused in the last minutes. */
  figures(): Promise<SelfFigures>;
}

export function watchSelf(databaseFile: string, now: () => number): SelfWatch {
  const rejected = new Map<number, number>();
  const minuteNow = () => Math.floor(now() / MINUTE_MS);
  const dropOld = () => {
    // Also those of a clock that was set back since.
    for (const minute of rejected.keys())
      if (minute <= minuteNow() - REJECTED_MINUTES || minute > minuteNow()) rejected.delete(minute);
  };
  return {
    noteRejected(count) {
      dropOld();
      rejected.set(minuteNow(), (rejected.get(minuteNow()) ?? 0) + count);
    },
    async figures() {
      dropOld();
      const { bavail, blocks } = await statfs(dirname(databaseFile));
      return {
        self_disk_free: blocks === 0 ? null : bavail / blocks,
        self_rejected: [...rejected.values()].reduce((sum, count) => sum + count, 0),
      };
    },
  };
}
