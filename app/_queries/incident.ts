import { allFunctions } from '@/core/alerts/ask';
import { isFaaslensError } from '@/core/errors';
import type { FigureName } from '@/core/model/alerts/figures';
import { attributeOf } from '@/core/model/alerts/page-of';
import { MINUTE_MS, type TimeRange } from '@/core/model/time-range';
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
  /** The range in which to look at the incident: fixed once it is resolved, until now while it is firing. */
  readonly range: TimeRange;
}

const LEAD_WINDOWS = 3;
const LEAST_LEAD_MS = 30 * MINUTE_MS;
const EXAMPLES = 10;

/** An incident with its context; null if there is none with this id. */
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

/** The figure and its limit around the incident, or why it cannot be shown. */
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

/** Invocations that illustrate the incident, newest first; empty if single ones say nothing. */
export async function getIncidentExamples({
  figure,
  threshold,
  functionId,
  labels,
  startsAt,
  endsAt,
  windowMinutes,
}: Incident): Promise<readonly InvocationCostView[]> {
  const { reader, costLines, now } = await services();
  const wanted = wantedBy(figure, await leastOf(figure, threshold, functionId, reader));
  if (wanted.length === 0) return [];
  const linesOf = await costLines();
  const range = { fromMs: startsAt - windowMinutes * MINUTE_MS, toMs: endsAt ?? now() };
  const narrowings = await narrowingsTo(labels, functionId, reader);
  const pages = await Promise.all(
    narrowings.flatMap((narrowing) =>
      wanted.map((one) => reader.invocations({ range, ...narrowing, ...one, limit: EXAMPLES })),
    ),
  ).catch((error: unknown) => {
    // Its attribute may no longer be promoted.
    if (isFaaslensError(error) && error.code === 'invalid_input') return [];
    throw error;
  });
  return pages
    .flatMap(({ items }) => items)
    .sort((a, b) => b.startTime - a.startTime)
    .slice(0, EXAMPLES)
    .map((row) => ({ ...toInvocationView(row), costLines: linesOf(row) }));
}

type Reader = Awaited<ReturnType<typeof services>>['reader'];
type Filter = Partial<Parameters<Reader['invocations']>[0]>;
type Wanted = Pick<Filter, 'outcome' | 'coldStart' | 'minDurationMs'>;

/** How many functions of a service are searched for examples. */
const MOST_FUNCTIONS = 20;

/** Filters for the invocations of an incident's group; for a service, one for each of its functions. */
async function narrowingsTo(
  labels: Incident['labels'],
  functionId: string | null,
  reader: Reader,
): Promise<readonly Filter[]> {
  const { environment, version, region, service } = labels;
  const attribute = attributeOf(labels);
  const common: Filter = {
    ...(environment === undefined ? {} : { environment }),
    ...(version === undefined ? {} : { version }),
    ...(region === undefined || functionId !== null ? {} : { region }),
    ...(attribute === undefined ? {} : { attributes: [{ key: attribute[0], value: attribute[1] }] }),
  };
  if (functionId !== null) return [{ ...common, functionId }];
  if (service === undefined) return [common];
  const functions = await allFunctions(reader);
  return functions
    .filter((fn) => fn.service === service)
    .slice(0, MOST_FUNCTIONS)
    .map(({ id }) => ({ ...common, functionId: id }));
}

const FAILED: readonly Wanted[] = [
  { outcome: 'error' },
  { outcome: 'timeout' },
  { outcome: 'oom' },
  { outcome: 'throttled' },
];

/** The limit in the form that lists filter by: a share of a function's time limit, in ms; null if none is known. */
async function leastOf(
  figure: FigureName,
  threshold: number | null,
  functionId: string | null,
  reader: Reader,
): Promise<number | null> {
  if (figure !== 'duration_p95_of_limit') return threshold;
  const one = (await allFunctions(reader)).find(({ id }) => id === functionId);
  return one?.timeoutMs == null || threshold === null ? null : threshold * one.timeoutMs;
}

function wantedBy(figure: FigureName, least: number | null): readonly Wanted[] {
  if (figure.startsWith('handler_error')) return [{ outcome: 'error' }];
  if (figure.startsWith('timeout')) return [{ outcome: 'timeout' }];
  if (figure.startsWith('oom')) return [{ outcome: 'oom' }];
  if (figure.startsWith('throttle')) return [{ outcome: 'throttled' }];
  if (figure.startsWith('error') || figure === 'new_errors' || figure === 'regressed_errors') return FAILED;
  if (figure.startsWith('cold_start') || figure.startsWith('init_')) return [{ coldStart: true }];
  if (figure.startsWith('duration_')) return [{ minDurationMs: least ?? 0 }];
  return figure === 'memory_share' || figure.startsWith('cost') ? [{}] : [];
}
