import type { Logger } from 'pino';
import { saysDamaged } from '@/core/database/errors';
import { logSeldom } from '../log-seldom';

/**
 * The log of the alert loop, which reads the database every second: each repeated failure is logged once a minute. Damage of
 * the database goes to `onDamaged`, with the operation that met it.
 */
export function alertLog(
  log: Logger,
  onDamaged: (met: string, reason: string) => void,
  now: () => number,
): Pick<Logger, 'info' | 'warn'> {
  const seldom = logSeldom(log, now);
  return {
    info: (facts: object, text?: string) => log.info(facts, text),
    warn: (facts: object, text = '') => {
      const damage = Object.values(facts).find(saysDamaged);
      if (damage !== undefined) onDamaged(text, damage instanceof Error ? damage.message : String(damage));
      else if ('err' in facts) seldom(text, facts);
      else log.warn(facts, text);
    },
  };
}
