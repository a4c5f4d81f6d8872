import type { FailedInvocation } from '../../../model/errors/failed-invocation';
import { errorOfLog, mayBeError } from '../../../model/errors/from-log';
import { reportsError } from '../../../model/errors/from-span';
import { errorOfOrphan } from '../../../model/errors/orphan-error';
import { errorsOfTrace, type TraceError } from '../../../model/errors/trace-errors';
import type { Outcome } from '../../../model/invocation';
import type { LogRecord, Resource, Span } from '../../../model/telemetry';
import { resourceFacts } from '../../derive/resource-facts';
import type { BlockStore } from '../blocks/block-store';
import type { InvocationRecord } from '../invocation-record';
import { toStorableTime } from '../values';

/** What a trace holds besides its log records, at one time. */
export interface TraceState {
  /** The versions that count, by span id. */
  readonly spans: ReadonlyMap<string, Span>;
  readonly invocations: readonly InvocationRecord[];
}

/** A trace that a batch changes. */
export interface ChangedTrace {
  readonly traceId: string;
  /** Null when nothing of it was stored before, not even a log record. */
  readonly before: TraceState | null;
  readonly after: TraceState;
}

/** The errors of a trace before and after a batch. */
export interface ErrorsOfChange {
  readonly before: readonly TraceError[];
  readonly after: readonly TraceError[];
}

const MOST_LOGS = 2000;
const MOST_LOG_BLOCKS = 512;
const NONE: readonly LogRecord[] = [];
const NO_ERRORS: readonly TraceError[] = [];

/**
 * The errors before and after of every trace in which they may differ: traces with changed spans or invocations and
 * traces with new log records that report errors, whose state is asked for. What did not fail costs next to nothing.
 * `logs` are new, and not in a block yet.
 */
export function* changedErrors(
  changes: readonly ChangedTrace[],
  logs: readonly LogRecord[],
  blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>,
  stateOf: (traceId: string) => TraceState,
): Generator<ErrorsOfChange> {
  const newLogs = new Map<string, LogRecord[]>();
  for (const log of logs) {
    if (!mayBeError(log) || errorOfLog(log) === null) continue;
    if (log.traceId === null) yield* aloneErrors([log]);
    else {
      const others = newLogs.get(log.traceId);
      if (others) others.push(log);
      else newLogs.set(log.traceId, [log]);
    }
  }
  for (const { traceId, before, after } of changes) {
    const fresh = newLogs.get(traceId) ?? NONE;
    newLogs.delete(traceId);
    const stored = before === null ? NONE : errorLogsOf(traceId, blocks);
    if (stored === null) yield* aloneErrors(fresh);
    const logs = stored ?? NONE;
    const arriving = stored === null ? NONE : fresh;
    const failed = logs.length > 0 || (before !== null && hasFailed(before));
    if (!failed && arriving.length === 0 && !hasFailed(after)) continue;
    yield {
      before: before !== null && failed ? errorsOf(before, logs) : NO_ERRORS,
      after: errorsOf(after, [...logs, ...arriving]),
    };
  }
  for (const [traceId, fresh] of newLogs) {
    const stored = errorLogsOf(traceId, blocks);
    if (stored === null) {
      yield* aloneErrors(fresh);
      continue;
    }
    const state = stateOf(traceId);
    yield { before: errorsOf(state, stored), after: errorsOf(state, [...stored, ...fresh]) };
  }
}

/** Each record on its own. */
function* aloneErrors(logs: readonly LogRecord[]): Generator<ErrorsOfChange> {
  for (const log of logs) yield { before: NO_ERRORS, after: errorsOf(NOTHING, [log]) };
}

export const NOTHING: TraceState = { spans: new Map(), invocations: [] };

/** Whether spans or invocations report errors. */
function hasFailed({ spans, invocations }: TraceState): boolean {
  if (invocations.some(({ outcome }) => outcome !== 'ok')) return true;
  for (const span of spans.values()) if (reportsError(span)) return true;
  return false;
}

/**
 * The stored log records of a trace that report errors. Null for a trace with more than 2,000 of them, or in more than
 * 512 blocks: to compare all with each that arrives would cost ever more, so these are counted each on its own.
 */
export function errorLogsOf(
  traceId: string,
  blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>,
): readonly LogRecord[] | null {
  const ids = blocks.blocksOfErrorLogs(traceId);
  if (ids.length === 0) return NONE;
  if (ids.length > MOST_LOG_BLOCKS) return null;
  const found: LogRecord[] = [];
  for (const id of ids) {
    for (const log of blocks.load(id).logsOf(traceId)) {
      if (errorOfLog(log) !== null) found.push(log);
    }
    if (found.length > MOST_LOGS) return null;
  }
  return found;
}

/** The error of an invocation without a span: none or one. */
export function errorsOfOrphan(record: InvocationRecord): readonly TraceError[] {
  const traceId = record.trace_id.toString('hex');
  const endNs = toStorableTime(record.start_ns + record.duration_ns);
  const error = errorOfOrphan(toFailedInvocation(record), { traceId, endNs });
  return error === null ? NO_ERRORS : [error];
}

/** The errors of a trace; of a log record that belongs to none with `NOTHING`. `logs`: those that may report errors. */
export function errorsOf(
  { spans, invocations }: TraceState,
  logs: readonly LogRecord[],
): readonly TraceError[] {
  return errorsOfTrace({
    spans,
    logs,
    invocations: invocations.map(toFailedInvocation),
    sourceOf,
  });
}

/** What a resource alone says of the errors that name it. */
export function sourceOf(resource: Resource): { readonly origin: string; readonly environment: string } {
  const { originHex, environment } = resourceFacts(resource);
  return { origin: originHex, environment };
}

function toFailedInvocation(record: InvocationRecord): FailedInvocation {
  return {
    spanId: record.span_id.toString('hex'),
    startNs: record.start_ns,
    functionId: record.function_id,
    environment: record.environment,
    origin: record.origin.toString('hex'),
    version: record.version,
    outcome: record.outcome as Outcome,
    errorType: record.error_type,
    errorMessage: record.error_message,
    cost: record.cost_pico_usd,
  };
}
