import type { z } from 'zod';
import type { LogCountsView, SeverityCountsView } from '@/core/model/log-views';
import { stepFor } from '@/core/model/time-range';
import type { SeverityCounts } from '@/core/store/store';
import { services } from './door';
import { toRange } from './inputs/fields';
import { logCountsSchema } from './inputs/logs';
import { parseInput } from './inputs/parse';
import { toLogFilters } from './logs';
import { isoTime } from './views/time';

/** Steps below a minute; figures do not need them, log records do. */
const SHORT_STEPS_MS = [1, 5, 10, 50, 100, 500, 1000, 2000, 5000, 10_000];
const MOST_STEPS = 120;
/** The time budget, because a screen waits for the answer; if it is not enough, the answer states the share that was read. */
const BUDGET_MS = 120;

/** Log records counted by time and severity, and by severity alone, ignoring any filter on severity. */
export async function countLogs(input: z.input<typeof logCountsSchema>): Promise<LogCountsView> {
  const { reader, now } = await services();
  const { from, to, ...fields } = parseInput(logCountsSchema, input);
  const range = toRange({ from, to }, now());
  const stepMs =
    SHORT_STEPS_MS.find((step) => (range.toMs - range.fromMs) / step <= MOST_STEPS) ??
    stepFor(range, MOST_STEPS);
  const { severity: _, maxSeverity: __, ...others } = fields;
  const isNarrowed = fields.severity !== undefined || fields.maxSeverity !== undefined;
  const [shown, all] = await Promise.all([
    reader.logCounts({ range, stepMs, budgetMs: BUDGET_MS, ...toLogFilters(fields) }),
    isNarrowed ? reader.logCounts({ range, stepMs, budgetMs: BUDGET_MS, ...toLogFilters(others) }) : null,
  ]);
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    stepMs,
    steps: shown.steps.map(({ start, counts }) => ({ t: isoTime(start), ...toCounts(counts) })),
    total: shown.counts.reduce((sum, count) => sum + count, 0),
    severities: toCounts((all ?? shown).counts),
    exact: shown.exact && (all?.exact ?? true),
    lookedAt: shown.lookedAt,
    candidates: shown.candidates,
  };
}

function toCounts([
  unset = 0,
  trace = 0,
  debug = 0,
  info = 0,
  warn = 0,
  error = 0,
  fatal = 0,
]: SeverityCounts): SeverityCountsView {
  return { unset, trace, debug, info, warn, error, fatal };
}
