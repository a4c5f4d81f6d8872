import { MOST_LOG_MATCHES } from '../model/alerts/figures';
import { type ErrorTriage, stateOf } from '../model/errors/state';
import { HOUR_MS, type TimeRange } from '../model/time-range';
import type { FunctionRow, TelemetryReader } from '../store/store';
import { LOOK_BACK_MS } from './live-world';
import type { Answers, EventsQuestion, FiguresQuestion, Questions, RangeAnswer } from './questions';

/** What alerts ask of telemetry. */
export type AlertReader = Pick<
  TelemetryReader,
  | 'functions'
  | 'keptSince'
  | 'functionFigures'
  | 'invocationFigures'
  | 'dependencyFigures'
  | 'lastRuns'
  | 'throttledAttempts'
  | 'newErrors'
  | 'errors'
  | 'logs'
  | 'invocations'
>;

/** What was decided about groups of errors, by fingerprint. */
export type Triages = ReadonlyMap<string, ErrorTriage>;

const PAGE = 500;

type Settled<Value> = { readonly value: Value } | { readonly error: unknown };

/** Asks all questions; one that fails fails only the rules that need it. */
export async function ask(
  reader: AlertReader,
  questions: Questions,
  triages: Triages,
  at: number,
): Promise<Answers> {
  const figures = new Map<string, Settled<RangeAnswer>>();
  for (const [key, question] of questions.figures)
    figures.set(key, await settled(() => askFigures(reader, question)));
  const events = new Map<string, Settled<Awaited<ReturnType<typeof askEvents>>>>();
  for (const [key, question] of questions.events) {
    events.set(key, await settled(() => askEvents(reader, question, triages)));
  }
  const runs = questions.lastRuns
    ? await settled(() => reader.lastRuns({ afterMs: at - LOOK_BACK_MS, beforeMs: at }))
    : { value: [] };
  const keptSince = await settled(() => reader.keptSince());
  return {
    figures: (key) => answerTo(figures.get(key), key),
    events: (key) => answerTo(events.get(key), key),
    lastRuns: () => answerTo(runs, 'last runs'),
    keptSinceMs: () => answerTo(keptSince, 'the time since when rows are kept'),
  };
}

/** Every function that was ever seen, without figures. */
export async function allFunctions(reader: Pick<AlertReader, 'functions'>): Promise<readonly FunctionRow[]> {
  const functions: FunctionRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AlertReader['functions']>> = await reader.functions({
      range: { fromMs: 0, toMs: 0 },
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const item of page.items) functions.push(item.function);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return functions;
}

async function askFigures(reader: AlertReader, question: FiguresQuestion): Promise<RangeAnswer> {
  const { range, by, columns, durations } = question;
  const throttled = question.throttled ? await reader.throttledAttempts({ range }) : [];
  if (by === null) {
    const wanted = { range, columns: [...columns], durations, perMinute: false };
    return { rows: await reader.functionFigures(wanted), throttled };
  }
  if (by.kind === 'dependency')
    return { rows: await reader.dependencyFigures({ range, durations, perMinute: false }), throttled };
  return { rows: await reader.invocationFigures({ range, by, durations }), throttled };
}

/** One entry for each record, or each group of errors. */
async function askEvents(
  reader: AlertReader,
  { range, of }: EventsQuestion,
  triages: Triages,
): Promise<readonly { readonly functionId: string | null; readonly at: number }[]> {
  if (of === 'new_errors') return reader.newErrors({ range });
  if (of === 'regressed_errors') return regressedErrors(reader, range, triages);
  const { items } = await reader.logs({ range, ...of, limit: MOST_LOG_MATCHES });
  return items.map(({ functionId, time }) => ({ functionId, at: time }));
}

async function regressedErrors(reader: AlertReader, range: TimeRange, triages: Triages) {
  const found: { functionId: string; at: number }[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AlertReader['errors']>> = await reader.errors({
      range: { fromMs: Math.min(range.fromMs, range.toMs - HOUR_MS), toMs: range.toMs },
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const row of page.items) {
      const { lastSeen } = row;
      if (lastSeen < range.fromMs || stateOf(row, triages.get(row.fingerprint) ?? null) !== 'regressed')
        continue;
      for (const { id } of row.functions) found.push({ functionId: id, at: lastSeen });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

async function settled<Value>(question: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { value: await question() };
  } catch (error) {
    return { error };
  }
}

function answerTo<Value>(answer: Settled<Value> | undefined, key: string): Value {
  if (answer === undefined) throw new Error(`nobody asked for ${key}`);
  if ('error' in answer) throw answer.error;
  return answer.value;
}
