import type { FigureName } from '../../model/alerts/figures';
import type { RuleDefinition } from '../../model/alerts/rule';
import { forecastRest, forecastWindows, monthOf } from '../../model/costs/forecast';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { FigureColumn } from '../../store/alert-figures';
import type { WindowFigures } from './window-figures';

const PICO = 1e12;

/** What a figure depends on beside what was counted. */
export interface FigureFactsOfGroup {
  /** Null when it is not one function, or nobody said. */
  readonly timeoutMs: number | null;
  /** When it was first invoked. */
  readonly firstSeen: number;
}

/**
 * The windows that a figure is made of at an instant, the one that counts its samples first. Days and months are UTC.
 */
export function figureWindows(
  { figure, windowMinutes }: Pick<RuleDefinition, 'figure' | 'windowMinutes'>,
  at: number,
): readonly TimeRange[] {
  const until = (fromMs: number): TimeRange => ({ fromMs, toMs: at });
  switch (figure) {
    case 'cost_day':
      return [until(dayStart(at))];
    case 'cost_forecast_day':
      return [until(dayStart(at)), until(at - DAY_MS)];
    case 'cost_month':
      return [until(monthOf(at).fromMs)];
    case 'cost_forecast_month':
      return [until(monthOf(at).fromMs), ...forecastWindows(at)];
    default:
      return [until(at - windowMinutes * MINUTE_MS)];
  }
}

/**
 * The windows of the same figure at an earlier instant. What a day costs is compared with the whole one then, not with
 * what it had cost by the hour.
 */
export function earlierWindows(
  definition: Pick<RuleDefinition, 'figure' | 'windowMinutes'>,
  at: number,
): readonly TimeRange[] {
  if (definition.figure !== 'cost_forecast_day') return figureWindows(definition, at);
  const start = dayStart(at);
  return [
    { fromMs: start, toMs: start + DAY_MS },
    { fromMs: start, toMs: start },
  ];
}

/** Which counters a figure needs, and whether it needs histograms. */
export function figureNeeds(figure: FigureName): { columns: readonly FigureColumn[]; histograms: boolean } {
  if (figure.startsWith('duration_p')) return { columns: ['invocations', 'durationMaxNs'], histograms: true };
  if (figure === 'duration_avg') return { columns: ['invocations', 'durationSumNs'], histograms: false };
  if (figure === 'duration_max') return { columns: ['invocations', 'durationMaxNs'], histograms: false };
  if (figure.startsWith('cost'))
    return { columns: ['invocations', 'costPicoUsd', 'unpriced'], histograms: false };
  if (figure.startsWith('cold_start')) return { columns: ['invocations', 'coldStarts'], histograms: false };
  if (figure.startsWith('init_')) return { columns: ['invocations'], histograms: true };
  if (figure.startsWith('dependency_'))
    return { columns: [], histograms: figure.startsWith('dependency_duration') };
  return { columns: ['invocations', ...outcomesOf(figure)], histograms: false };
}

function outcomesOf(figure: FigureName): readonly FigureColumn[] {
  if (figure.startsWith('handler_error')) return ['error'];
  if (figure.startsWith('timeout')) return ['timeout'];
  if (figure.startsWith('oom')) return ['oom'];
  if (figure.startsWith('throttle')) return ['throttled'];
  return figure === 'ok' || figure.startsWith('error') ? ['ok'] : [];
}

/**
 * The value of a figure from its windows; null when there was nothing to count it from. `at` is when the windows end.
 * Forecasts: what was spent, and for the rest of the day what the last 24 hours cost in such a time, for the rest of the
 * month what the Costs screen forecasts.
 */
export function figureValue(
  figure: FigureName,
  windows: readonly WindowFigures[],
  at: number,
  { timeoutMs, firstSeen }: FigureFactsOfGroup,
): number | null {
  const [window, rate] = windows;
  if (window === undefined) return null;
  const { counts } = window;
  const { invocations } = counts;
  if (figure.startsWith('cost') && isUnknown(windows)) return null;
  switch (figure) {
    case 'invocations':
      return invocations;
    case 'ok':
      return counts.ok;
    case 'errors':
      return invocations - counts.ok;
    case 'error_rate':
      return shareOf(invocations - counts.ok, invocations);
    case 'handler_errors':
      return counts.error;
    case 'handler_error_rate':
      return shareOf(counts.error, invocations);
    case 'timeouts':
      return counts.timeout;
    case 'timeout_rate':
      return shareOf(counts.timeout, invocations);
    case 'ooms':
      return counts.oom;
    case 'oom_rate':
      return shareOf(counts.oom, invocations);
    case 'throttles':
      return throttles(window);
    case 'throttle_rate':
      return throttleRate(window);
    case 'cold_starts':
      return counts.coldStarts;
    case 'cold_start_rate':
      return shareOf(counts.coldStarts, invocations);
    case 'duration_avg':
      return shareOf(counts.durationSumNs / 1e6, invocations);
    case 'duration_p50':
      return window.durationMs(0.5);
    case 'duration_p90':
      return window.durationMs(0.9);
    case 'duration_p95':
      return window.durationMs(0.95);
    case 'duration_p99':
      return window.durationMs(0.99);
    case 'duration_max':
      return invocations === 0 ? null : counts.durationMaxNs / 1e6;
    case 'duration_p95_of_limit':
      return ofLimit(window.durationMs(0.95), timeoutMs);
    case 'cost':
    case 'cost_day':
    case 'cost_month':
      return usd(window);
    case 'cost_forecast_day':
      return usd(window) + (usd(rate) * (dayStart(at) + DAY_MS - at)) / DAY_MS;
    case 'cost_forecast_month':
      return usd(window) + restOfMonth(windows, at, firstSeen);
    case 'init_p95':
      return window.initMs(0.95);
    case 'init_max':
      return window.initMs(1);
    case 'memory_share':
      return window.memoryShare;
    case 'dependency_calls':
      return counts.calls;
    case 'dependency_errors':
      return counts.failedCalls;
    case 'dependency_error_rate':
      return shareOf(counts.failedCalls, counts.calls);
    case 'dependency_duration_p50':
      return window.durationMs(0.5);
    case 'dependency_duration_p95':
      return window.durationMs(0.95);
    case 'dependency_duration_p99':
      return window.durationMs(0.99);
    default:
      return null;
  }
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Whether not one cost is known of all that ran; what costs as little as nothing is known. */
function isUnknown(windows: readonly WindowFigures[]): boolean {
  let invocations = 0;
  let unpriced = 0;
  for (const { counts } of windows) {
    invocations += counts.invocations;
    unpriced += counts.unpriced;
  }
  return invocations > 0 && unpriced === invocations;
}

function usd(window: WindowFigures | undefined): number {
  return (window?.counts.costPicoUsd ?? 0) / PICO;
}

/** The first minutes of a function tell little of a month: it is taken to be there for an hour. */
function restOfMonth(windows: readonly WindowFigures[], at: number, firstSeen: number): number {
  const costs = windows.slice(1).map(usd);
  return forecastRest(costs, Math.min(firstSeen, at - HOUR_MS), at)?.cost ?? 0;
}

/** As `Totals.throttles`: null when nobody tells. */
function throttles({ counts, throttledAttempts }: WindowFigures): number | null {
  if (counts.throttled === 0 && throttledAttempts === null) return null;
  return counts.throttled + (throttledAttempts ?? 0);
}

function throttleRate(window: WindowFigures): number | null {
  const throttled = throttles(window);
  const attempts = window.counts.invocations + (window.throttledAttempts ?? 0);
  return throttled === null || attempts === 0 ? null : throttled / attempts;
}

function ofLimit(durationMs: number | null, timeoutMs: number | null): number | null {
  return durationMs === null || timeoutMs === null || timeoutMs <= 0 ? null : durationMs / timeoutMs;
}

function dayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}
