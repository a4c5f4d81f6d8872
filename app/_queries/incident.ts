import { isFaaslensError } from '@/core/errors';
import type { FigureName } from '@/core/model/alerts/figures';
import { MINUTE_MS, type TimeRange } from '@/core/model/time-range';
import { createCostLines } from '@/core/pricing/cost-lines';
import type { Incident, IncidentStory, Rule } from '@/core/settings/settings';
import { getRule } from './alerts';
import { getBacktest } from './backtest';
import { services } from './door';
import type { InvocationCostView } from './invocations';
import { toBacktestView } from './views/backtest';
import { toInvocationView } from './views/rows';

export interface IncidentPage {
  readonly story: IncidentStory;
  /** Null when it was deleted. */
  readonly rule: Rule | null;
  /** Where the incident can be looked at, with the time frozen; while it lasts, until now. */
  readonly range: TimeRange;
}

const LEAD_WINDOWS = 3;
const LEAST_LEAD_MS = 30 * MINUTE_MS;
const EXAMPLES = 10;

/** An incident with what happened around it; null when there is none with this id. */
export async function getIncidentPage(id: string): Promise<IncidentPage | null> {
  const { settings, now } = await services();
  const story = await settings.getIncidentStory(id).catch((error: unknown) => {
    if (isFaaslensError(error) && error.code === 'not_found') return null;
    throw error;
  });
  if (story === null) return null;
  const { startsAt, endsAt, windowMinutes, ruleId } = story.incident;
  const leadMs = Math.max(LEAST_LEAD_MS, LEAD_WINDOWS * windowMinutes * MINUTE_MS);
  return {
    story,
    rule: await getRule(ruleId),
    range: { fromMs: startsAt - leadMs, toMs: Math.max(endsAt ?? now(), startsAt + MINUTE_MS) },
  };
}

/** The figure against its limit around the incident, or why it cannot be shown. */
export async function getIncidentChart(
  incident: Incident,
  rule: Rule,
  range: TimeRange,
): Promise<ReturnType<typeof toBacktestView> | { readonly refused: string }> {
  const { functionId } = incident;
  const narrowed = functionId === null ? rule : { ...rule, filter: { ...rule.filter, functionId } };
  try {
    const { signal } = new AbortController();
    const options = { signal, progress: () => undefined, focus: incident.groupKey };
    return toBacktestView(await getBacktest(narrowed, range, options));
  } catch (error) {
    if (isFaaslensError(error)) return { refused: error.message };
    throw error;
  }
}

/** Invocations that show what the incident is about, newest first; empty where single ones say nothing. */
export async function getIncidentExamples({
  figure,
  threshold,
  functionId,
  labels,
  startsAt,
  endsAt,
  windowMinutes,
}: Incident): Promise<readonly InvocationCostView[]> {
  const wanted = wantedBy(figure, threshold);
  if (wanted.length === 0) return [];
  const { reader, settings, now } = await services();
  const costLines = createCostLines(await settings.listPriceOverrides());
  const { environment } = labels;
  const pages = await Promise.all(
    wanted.map((one) =>
      reader.invocations({
        range: { fromMs: startsAt - windowMinutes * MINUTE_MS, toMs: endsAt ?? now() },
        ...(functionId === null ? {} : { functionId }),
        ...(environment === undefined ? {} : { environment }),
        ...one,
        limit: EXAMPLES,
      }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .sort((a, b) => b.startTime - a.startTime)
    .slice(0, EXAMPLES)
    .map((row) => ({ ...toInvocationView(row), costLines: costLines(row) }));
}

type Wanted = Partial<
  Pick<
    Parameters<Awaited<ReturnType<typeof services>>['reader']['invocations']>[0],
    'outcome' | 'coldStart' | 'minDurationMs'
  >
>;

const FAILED: readonly Wanted[] = [
  { outcome: 'error' },
  { outcome: 'timeout' },
  { outcome: 'oom' },
  { outcome: 'throttled' },
];

function wantedBy(figure: FigureName, threshold: number | null): readonly Wanted[] {
  if (figure.startsWith('handler_error')) return [{ outcome: 'error' }];
  if (figure.startsWith('timeout')) return [{ outcome: 'timeout' }];
  if (figure.startsWith('oom')) return [{ outcome: 'oom' }];
  if (figure.startsWith('throttle')) return [{ outcome: 'throttled' }];
  if (figure.startsWith('error') || figure === 'new_errors' || figure === 'regressed_errors') return FAILED;
  if (figure.startsWith('cold_start') || figure.startsWith('init_')) return [{ coldStart: true }];
  if (figure === 'duration_p95_of_limit') return [{}];
  if (figure.startsWith('duration_')) return [{ minDurationMs: threshold ?? 0 }];
  return figure === 'memory_share' || figure.startsWith('cost') ? [{}] : [];
}
