import { type BacktestResult, LONGEST_BACKTEST_DAYS } from '@/core/alerts/backtest/backtest';
import type { EvaluationsResult } from '@/core/alerts/backtest/evaluations';
import { ruleWarnings } from '@/core/alerts/rule-warnings';
import { FaaslensError } from '@/core/errors';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '@/core/model/time-range';
import type { Incident, Rule, RuleInput } from '@/core/settings/settings';
import { services } from './door';

const PAGE = 500;
const MOST_KNOWN = 5000;
const LONGEST_EVALUATIONS_MS = 6 * HOUR_MS;

/** Warms up for a page that will request a backtest as soon as it is shown. */
export async function prepareBacktest(): Promise<void> {
  (await services()).prepareBacktest();
}

/**
 * What a rule would have done in the range, cut to whole minutes, with warnings about the rule. It is scored against the
 * incidents of all rules that began in the range.
 * @throws FaaslensError `invalid_input` for a range of more than 90 days, and for figures without stored history.
 */
export async function getBacktest(
  rule: Rule | RuleInput,
  { fromMs, toMs }: TimeRange,
  options: {
    readonly signal: AbortSignal;
    readonly progress: (done: number) => void;
    /** The group whose values are returned first. */
    readonly focus?: string;
  },
): Promise<BacktestResult & { readonly warnings: readonly string[] }> {
  if (toMs - fromMs > LONGEST_BACKTEST_DAYS * DAY_MS) {
    throw new FaaslensError('invalid_input', `from: must be at most ${LONGEST_BACKTEST_DAYS} days before to`);
  }
  const { backtest, settings, config } = await services();
  const range = { fromMs: floorToMinute(fromMs), toMs: floorToMinute(toMs) };
  const [others, known] = await Promise.all([settings.listRules(), incidentsIn(range)]);
  const { focus, ...run } = options;
  const wanted = focus === undefined ? {} : { focus };
  const result = await backtest({ rule: asRule(rule), others, range, known, ...wanted }, run);
  return { ...result, warnings: ruleWarnings(rule, config.retention.days) };
}

/**
 * What a rule decides at each minute of the range.
 * @throws FaaslensError `invalid_input` for a range of more than six hours, and for figures without stored history.
 */
export async function getEvaluations(
  rule: Rule,
  { fromMs, toMs }: TimeRange,
  signal: AbortSignal,
): Promise<EvaluationsResult> {
  if (toMs - fromMs > LONGEST_EVALUATIONS_MS) {
    throw new FaaslensError('invalid_input', 'from: must be at most 6 hours before to');
  }
  const { evaluations, settings } = await services();
  const range = { fromMs: floorToMinute(fromMs), toMs: floorToMinute(toMs - rule.delaySeconds * 1000) };
  const others = await settings.listRules();
  return evaluations({ rule, others, range }, { signal, progress: () => undefined });
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
