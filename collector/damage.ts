import type { Logger } from 'pino';
import { damagedDatabase, saysDamaged } from '@/core/database/errors';
import { type LogSeldom, logSeldom } from './log-seldom';

const PAUSE_MS = 60 * 60_000;

/** Damage of the database, as observed so far. */
export interface Damage {
  /** Logs messages caused by damage as one error that names the remedy: at once, then hourly. Others are rate-limited. */
  readonly warn: LogSeldom;
  /** Whether damage was met since the start; it lasts until the file is replaced. */
  isMet(): boolean;
}

/** Many parts read the database every few seconds; without this, each would log the same damage differently. */
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
