import type { Logger } from 'pino';
import { damagedDatabase, saysDamaged } from '@/core/database/errors';
import { type LogSeldom, logSeldom } from './log-seldom';

const PAUSE_MS = 60 * 60_000;

/** Damage of the database, as far as anything has met it. */
export interface Damage {
  /** What comes of damage is told as that, with the way out: at once, then once an hour. All else is logged seldom. */
  readonly warn: LogSeldom;
  /** Whether it was met since the start: what is damaged stays so until the file is replaced. */
  isMet(): boolean;
}

/** Many parts look at the database every few seconds, and each would complain in words of its own. */
export function watchDamage(databaseFile: string, log: Logger, now: () => number): Damage {
  const seldom = logSeldom(log, now);
  let toldAt: number | null = null;
  return {
    warn(message, details, level) {
      if (!Object.values(details).some(saysDamaged)) {
        seldom(message, details, level);
        return;
      }
      const time = now();
      if (toldAt !== null && Math.abs(time - toldAt) < PAUSE_MS) return;
      toldAt = time;
      log.error({ ...details, met: message }, damagedDatabase(databaseFile).message);
    },
    isMet: () => toldAt !== null,
  };
}
