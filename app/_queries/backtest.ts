import type { BacktestResult } from '@/core/alerts/backtest/backtest';
import { LONGEST_BACKTEST_DAYS } from '@/core/alerts/backtest/backtest';
import { FaaslensError } from '@/core/errors';
import { DAY_MS, MINUTE_MS, type TimeRange } from '@/core/model/time-range';
import type { Incident, Rule, RuleInput } from '@/core/settings/settings';
import { services } from './door';

const PAGE = 500;
const MOST_KNOWN = 5000;

/**
 * What a rule would have done in the range, which is cut to whole minutes. Incidents of any rule that began in it are what
 * it is measured by.
 * @throws FaaslensError `invalid_input` for a range of more than 90 days, and for figures of which no past is kept.
 */
export async function getBacktest(
  rule: Rule | RuleInput,
  { fromMs, toMs }: TimeRange,
  options: { readonly signal: AbortSignal; readonly progress: (done: number) => void },
): Promise<BacktestResult> {
  if (toMs - fromMs > LONGEST_BACKTEST_DAYS * DAY_MS) {
    throw new FaaslensError('invalid_input', `from: must be at most ${LONGEST_BACKTEST_DAYS} days before to`);
  }
  const { backtest, settings } = await services();
  const range = { fromMs: floorToMinute(fromMs), toMs: floorToMinute(toMs) };
  const [others, known] = await Promise.all([settings.listRules(), incidentsIn(range)]);
  return backtest({ rule: asRule(rule), others, range, known }, options);
}

function asRule(rule: Rule | RuleInput): Rule {
  if ('id' in rule) return rule;
  return { ...rule, id: 'draft', key: rule.key ?? '', createdAt: 0, updatedAt: 0 };
}

async function incidentsIn(range: TimeRange): Promise<readonly Incident[]> {
  const { settings } = await services();
  const found: Incident[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof settings.listIncidents>> = await settings.listIncidents({
      limit: PAGE,
      range,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < MOST_KNOWN);
  return found;
}

function floorToMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
