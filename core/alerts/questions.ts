import { type FigureSource, figureFacts } from '../model/alerts/figures';
import type { RuleDefinition } from '../model/alerts/rule';
import { MINUTE_MS, type TimeRange } from '../model/time-range';
import type { Rule } from '../settings/settings';
import type { FigureColumn, FigureRows, InvocationFiguresQuery } from '../store/alert-figures';
import { windowsOf } from './conditions/looks';
import { figureNeeds } from './figures/figure-value';
import { countedSince, type IsCounted } from './figures/is-counted';
import { needsDetail } from './groups';

/** One question to the store about the figures of a range, for all rules that look at it. */
export interface FiguresQuestion {
  readonly range: TimeRange;
  /** Null: functions, from rollups; dependencies, from theirs; else from the rows of invocations. */
  readonly by: InvocationFiguresQuery['by'] | { readonly kind: 'dependency' } | null;
  readonly columns: ReadonlySet<FigureColumn>;
  readonly durations: boolean;
  readonly throttled: boolean;
}

export interface EventsQuestion {
  readonly range: TimeRange;
  readonly of: 'new_errors' | 'regressed_errors' | { readonly q: string; readonly minSeverity: number };
}

export interface RangeAnswer {
  readonly rows: FigureRows;
  readonly throttled: readonly { readonly functionId: string; readonly attempts: number }[];
}

/** What was answered, by key; every method throws when its question failed. */
export interface Answers {
  figures(key: string): RangeAnswer;
  events(key: string): readonly { readonly functionId: string | null }[];
  lastRuns(): readonly { readonly functionId: string; readonly at: number }[];
  /** `AlertFigureReader.keptSince`. */
  keptSinceMs(): number;
}

export interface Questions {
  readonly figures: ReadonlyMap<string, FiguresQuestion>;
  readonly events: ReadonlyMap<string, EventsQuestion>;
  readonly lastRuns: boolean;
}

/**
 * What must be asked of the store to evaluate these rules at an instant: one question for each window, however many rules
 * and groups look at it.
 */
export function questionsOf(rules: readonly Rule[], at: number): Questions {
  const figures = new Map<string, FiguresQuestion>();
  const events = new Map<string, EventsQuestion>();
  for (const rule of rules) {
    const { source } = figureFacts(rule.figure);
    if (source === 'events') {
      const range = eventWindow(rule, at);
      events.set(eventsKey(rule, range), { range, of: eventsOf(rule) });
    }
    if (!isFromCounters(source)) continue;
    const { columns, histograms } = figureNeeds(rule.figure);
    for (const range of windowsOf(rule, at).flat()) {
      const key = figuresKey(rule, range);
      const before = figures.get(key);
      figures.set(key, {
        range,
        by: rowsBy(rule),
        columns: new Set([...(before?.columns ?? []), 'invocations', ...columns]),
        durations: histograms,
        throttled: (before?.throttled ?? false) || rule.figure.startsWith('throttle'),
      });
    }
  }
  return { figures, events, lastRuns: rules.some(needsLastRuns) };
}

/** Whether windows of a figure are asked of the store. */
export function isFromCounters(source: FigureSource): boolean {
  return source === 'rollups' || source === 'invocations' || source === 'dependencies';
}

/** Rules that tell silence from a function that is not used any more. */
export function needsLastRuns(rule: Rule): boolean {
  const { figure, condition, missingData } = rule;
  const { source } = figureFacts(figure);
  if (source === 'runs' || figure === 'self_silence_minutes') return true;
  if (!isFromCounters(source) || isSeenOnly(rule)) return false;
  if (missingData === 'nodata' || missingData === 'fire') return true;
  return 'direction' in condition && condition.direction !== 'above';
}

/** Versions, dependencies and values of attributes are groups only while they are seen: nobody waits for one to run again. */
function isSeenOnly({ groupBy }: Rule): boolean {
  return groupBy === 'version' || groupBy === 'dependency' || groupBy.startsWith('attribute:');
}

/** Histograms are read apart: they cost more than all other figures together. */
export function figuresKey(rule: Rule, { fromMs, toMs }: TimeRange): string {
  const by = rowsBy(rule);
  const from = by === null ? 'functions' : by.kind === 'attribute' ? `attribute ${by.key}` : by.kind;
  return `${from} ${fromMs} ${toMs} ${figureNeeds(rule.figure).histograms}`;
}

export function eventsKey(rule: Rule, { fromMs, toMs }: TimeRange): string {
  const of = eventsOf(rule);
  return `${typeof of === 'string' ? of : JSON.stringify(of)} ${fromMs} ${toMs}`;
}

export function eventWindow({ windowMinutes }: Rule, at: number): TimeRange {
  return { fromMs: at - windowMinutes * MINUTE_MS, toMs: at };
}

function eventsOf({ figure, logs }: Rule): EventsQuestion['of'] {
  if (figure === 'new_errors' || figure === 'regressed_errors') return figure;
  return { q: logs?.q ?? '', minSeverity: logs?.minSeverity ?? 0 };
}

/** Which windows of the rule can be counted. */
export function countedWindows(rule: RuleDefinition, keptSinceMs: number): IsCounted {
  const by = rowsBy(rule);
  if (by !== null && by.kind !== 'dependency') return countedSince(keptSinceMs, 'rows');
  return countedSince(keptSinceMs, rule.figure === 'cost_forecast_month' ? 'hours' : 'counters');
}

/** Versions, attributes, inits and memory are known from rows only. */
export function rowsBy(rule: RuleDefinition): FiguresQuestion['by'] {
  const { source } = figureFacts(rule.figure);
  if (source === 'dependencies') return { kind: 'dependency' };
  if (rule.groupBy.startsWith('attribute:')) {
    return { kind: 'attribute', key: rule.groupBy.slice('attribute:'.length) };
  }
  const fromRows = needsDetail(rule) || source === 'invocations';
  return fromRows ? { kind: 'version' } : null;
}
