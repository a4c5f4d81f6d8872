import { FaaslensError } from '../../errors';
import { figureFacts } from '../../model/alerts/figures';
import { DAY_MS, type TimeRange } from '../../model/time-range';
import type { Rule } from '../../settings/settings';
import type { FunctionRow } from '../../store/store';
import type { AlertReader } from '../ask';
import { windowsOf } from '../conditions/looks';
import { figureNeeds } from '../figures/figure-value';
import { watches } from '../groups';
import { LOOK_BACK_MS } from '../live-world';
import { eventWindow, needsLastRuns, rowsBy } from '../questions';
import type { Rows } from './group-minutes';

/** What happened, and where: one for each log record or kind of errors. */
export interface PastEvent {
  readonly functionId: string | null;
  readonly at: number;
}

/** All that a rule could have seen in a range. */
export interface History {
  readonly rows: readonly Rows[];
  readonly throttled: readonly {
    readonly functionId: string;
    readonly at: number;
    readonly attempts: number;
  }[];
  readonly events: readonly PastEvent[];
  /** Rows whose minutes with invocations are those in which functions ran: `rows`, where they tell. */
  readonly runRows: readonly Rows[];
  /** When each function ran for the last time before these. */
  readonly runsBefore: readonly { readonly functionId: string; readonly at: number }[];
  /** `AlertFigureReader.keptSince`. */
  readonly keptSinceMs: number;
}

/** A month of ten functions is read in about a second; in parts, so that progress can be told. */
const PART_MS = 3 * DAY_MS;
const PAGE = 10_000;
const MOST_RECORDS = 200_000;

/**
 * Reads everything that evaluating the rule at any minute of the range needs. `progress` is told shares from 0 to 1.
 * @throws FaaslensError `invalid_input` for figures of which no past is kept, or too much.
 */
export async function readHistory(
  reader: AlertReader,
  rule: Rule,
  functions: readonly FunctionRow[],
  range: TimeRange,
  progress: (done: number) => void,
): Promise<History> {
  const found = await readAll(reader, rule, functions, range, progress);
  return { ...found, keptSinceMs: await reader.keptSince() };
}

async function readAll(
  reader: AlertReader,
  rule: Rule,
  functions: readonly FunctionRow[],
  range: TimeRange,
  progress: (done: number) => void,
): Promise<Omit<History, 'keptSinceMs'>> {
  const { source } = figureFacts(rule.figure);
  if (source === 'self' || rule.figure === 'regressed_errors') {
    throw new FaaslensError(
      'invalid_input',
      `figure: the past of ${rule.figure} is not kept, so it cannot be tested`,
    );
  }
  const functionIds = functions.filter((fn) => watches(rule, fn)).map(({ id }) => id);
  const nothing = { rows: [], throttled: [], events: [], runRows: [], runsBefore: [] };
  if (source === 'rules') return nothing;
  if (source === 'runs') return { ...nothing, ...(await readRuns(reader, functionIds, range)) };
  if (source === 'events') return { ...nothing, events: await readEvents(reader, rule, range) };

  const whole = historyRange(rule, range);
  const rows: Rows[] = [];
  const throttled: History['throttled'][number][] = [];
  for (let fromMs = whole.fromMs; fromMs < whole.toMs; fromMs += PART_MS) {
    const part = { fromMs, toMs: Math.min(fromMs + PART_MS, whole.toMs) };
    rows.push(await readRows(reader, rule, functionIds, part));
    if (rule.figure.startsWith('throttle'))
      throttled.push(...(await reader.throttledAttempts({ range: part })));
    progress((part.toMs - whole.fromMs) / (whole.toMs - whole.fromMs));
  }
  const found = { ...nothing, rows, throttled };
  if (!needsLastRuns(rule)) return found;
  // Counters of functions tell when they ran; rows of anything else are of some of their invocations only.
  if (rowsBy(rule) !== null) return { ...found, ...(await readRuns(reader, functionIds, range)) };
  return { ...found, runRows: rows, runsBefore: await readRunsBefore(reader, whole.fromMs) };
}

function readRows(
  reader: AlertReader,
  rule: Rule,
  functionIds: readonly string[],
  range: TimeRange,
): Promise<Rows> {
  const by = rowsBy(rule);
  const { columns, histograms } = figureNeeds(rule.figure);
  if (by?.kind === 'dependency') {
    const { dependency } = rule.filter;
    return reader.dependencyFigures({
      range,
      durations: histograms,
      functionIds,
      perMinute: true,
      ...(dependency === null ? {} : { dependency }),
    });
  }
  if (by !== null) return reader.invocationFigures({ range, by, durations: histograms, functionIds });
  const wanted = [...new Set(['invocations' as const, ...columns])];
  return reader.functionFigures({
    range,
    columns: wanted,
    durations: histograms,
    perMinute: true,
    functionIds,
  });
}

/** All that windows of the rule reach into: they move on with time, but for those that begin with a day or month. */
export function historyRange(rule: Rule, { fromMs, toMs }: TimeRange): TimeRange {
  const starts = windowsOf(rule, fromMs)
    .flat()
    .map((window) => window.fromMs);
  return { fromMs: Math.min(...starts), toMs };
}

async function readRuns(
  reader: AlertReader,
  functionIds: readonly string[],
  range: TimeRange,
): Promise<Pick<History, 'runRows' | 'runsBefore'>> {
  // An hour does not tell when in it a function ran.
  const fromMs = Math.max(range.fromMs, await reader.keptSince());
  const rows = await reader.functionFigures({
    range: { fromMs, toMs: range.toMs },
    functionIds,
    columns: ['invocations'],
    durations: false,
    perMinute: true,
  });
  return { runRows: [rows], runsBefore: await readRunsBefore(reader, fromMs) };
}

function readRunsBefore(reader: AlertReader, beforeMs: number): Promise<History['runsBefore']> {
  return reader.lastRuns({ afterMs: beforeMs - LOOK_BACK_MS, beforeMs });
}

async function readEvents(reader: AlertReader, rule: Rule, range: TimeRange): Promise<readonly PastEvent[]> {
  const whole = { fromMs: eventWindow(rule, range.fromMs).fromMs, toMs: range.toMs };
  if (rule.logs === null) return reader.newErrors({ range: whole });
  const found: PastEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AlertReader['logs']>> = await reader.logs({
      range: whole,
      ...rule.logs,
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.items.map(({ functionId, time }) => ({ functionId, at: time })));
    if (found.length > MOST_RECORDS) {
      throw new FaaslensError(
        'invalid_input',
        `from: more than ${MOST_RECORDS} log records match; test a shorter range`,
      );
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
