import { figureFacts } from '../model/alerts/figures';
import type { RuleDefinition } from '../model/alerts/rule';
import { DAY_MS } from '../model/time-range';
import { FEWEST_KNOWN } from './conditions/anomaly';
import { LOOKS_AT_WEEKS, windowsOf } from './conditions/looks';
import { countedWindows, isFromCounters } from './questions';

/** A time like most others: no day, month or hour begins then. */
const SOME_TIME = Date.UTC(2026, 0, 1, 12, 7);

/**
 * What is odd about a rule that is valid, for people, as `field: problem`. `keptDays` is for how long telemetry is kept; null: for
 * ever. Empty when nothing is.
 */
export function ruleWarnings(rule: RuleDefinition, keptDays: number | null): readonly string[] {
  if (keptDays === null || !isFromCounters(figureFacts(rule.figure).source)) return [];
  const isCounted = countedWindows(rule, SOME_TIME - keptDays * DAY_MS);
  const looks = windowsOf(rule, SOME_TIME).map((windows) => windows.every(isCounted));
  if (canDecide(rule, looks)) return [];
  const kept = `telemetry is kept for ${keptDays} ${keptDays === 1 ? 'day' : 'days'}`;
  const end = 'so this rule never knows anything and never fires; keep more (FAASLENS_RETENTION_DAYS) or ';
  if (rule.condition.kind === 'burn_rate') return [`condition.pairs: ${kept}, ${end}look at shorter times`];
  if (looks[0] === false) return [`windowMinutes: ${kept}, ${end}look at a shorter time`];
  return [`condition: ${kept}, ${end}compare with a nearer time`];
}

/** Whether looks that are known (true) are enough to decide from. */
function canDecide({ condition }: RuleDefinition, looks: readonly boolean[]): boolean {
  const known = (from: number, to: number) => looks.slice(from, to).filter(Boolean).length;
  switch (condition.kind) {
    case 'burn_rate':
      return looks.some((isKnown, look) => isKnown && look % 2 === 0);
    case 'change':
      return known(0, 1) === 1 && known(1, looks.length) > 0;
    case 'anomaly': {
      const weeks = known(1, 1 + LOOKS_AT_WEEKS);
      const days = known(1 + LOOKS_AT_WEEKS, looks.length);
      return known(0, 1) === 1 && Math.max(weeks, days) >= FEWEST_KNOWN;
    }
    default:
      return looks[0] === true;
  }
}
