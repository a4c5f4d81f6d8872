import { errorOfOrphan } from '../../model/errors/orphan-error';
import { errorsOfTrace, type TraceError } from '../../model/errors/trace-errors';
import type { PriceInvocation } from '../../model/invocation';
import type { LogRecord, Span } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import { later } from '../derive/times';
import { invocationsOf, type PricedInvocation, type SaidOf } from '../derive/trace-invocations';
import { summariseTrace } from '../derive/trace-summary';
import type { InsertRow } from './connection';
import { dayColumns, dayOf } from './days';
import { originOfSpan, toInvocationValues } from './invocation-record';
import { INVOCATION, TRACE_ERROR } from './schema/columns';
import { wellFormed } from './text';

/** All that is stored of a trace: what its row is derived from. */
export interface TraceFacts {
  readonly traceId: string;
  /** The versions that count, by span id. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Those that report errors. */
  readonly logs: readonly LogRecord[];
  /** Greater for every greater set of facts, and equal for equal ones; so of two rows the one that knows more stays. */
  readonly version: bigint;
  /** Those of every version of its spans that is stored, since the epoch. */
  readonly days: readonly number[];
}

export interface Deriving {
  readonly price: PriceInvocation;
  readonly saidOf: SaidOf;
  readonly nowNs: bigint;
  /** `rowVersion` */
  readonly version: bigint;
  /** Those of earlier rows of the trace. */
  readonly daysBefore?: readonly number[] | undefined;
}

/** What stands for a trace in the row of a log record that belongs to none; no trace has such an id. */
export function withoutTrace(logId: string): string {
  return `-${logId}`;
}

/** The row of a trace; the same whoever derives it from the same facts. */
export function toTraceRow(
  facts: TraceFacts,
  { price, saidOf, nowNs, version, daysBefore = [] }: Deriving,
): InsertRow {
  const { traceId, spans } = facts;
  const summary = summariseTrace(spans);
  const invocations = invocationsOf(spans, price, saidOf);
  const errors = errorsIn(facts, invocations);
  const costs = invocations.flatMap(({ price }) => (price.cost === null ? [] : [price.cost]));
  const times = [
    ...invocations.map(({ invocation }) => invocation.startNs),
    ...errors.map(({ timeNs }) => timeNs),
    ...facts.logs.map(({ timeNs }) => timeNs),
  ];
  return {
    trace_id: traceId,
    part: '',
    version: version.toString(),
    ...dayColumns([...daysBefore, ...facts.days, ...times.map(dayOf)]),
    start_ns: (summary?.startNs ?? 0n).toString(),
    duration_ns: (summary?.durationNs ?? 0n).toString(),
    last_ns: lastOf(facts).toString(),
    root_name: wellFormed(summary?.root.name ?? ''),
    environment: summary === null ? '' : wellFormed(resourceFacts(summary.root.resource).environment),
    span_count: summary?.spanCount ?? 0,
    error_count: summary?.errorCount ?? 0,
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0n).toString(),
    requests: invocations.flatMap(({ invocation }) => requestOf(invocation)),
    ...transposed(
      'inv',
      INVOCATION,
      invocations.map((one) => {
        const span = spans.get(one.invocation.spanId) ?? null;
        return toInvocationValues(one, span, span === null ? '' : originOfSpan(span), nowNs);
      }),
    ),
    ...transposed('err', TRACE_ERROR, errors.map(toErrorValues)),
  };
}

/** The row of an execution that only the platform told of; `origin` as hex. */
export function toOrphanRow(
  priced: PricedInvocation,
  origin: string,
  version: bigint,
  nowNs: bigint,
): InsertRow {
  const { invocation, price } = priced;
  const { traceId, spanId, startNs, durationNs, outcome, errorType, errorMessage } = invocation;
  const { id, environment } = invocation.function;
  const failed = { spanId, startNs, functionId: id, environment, origin, outcome, errorType, errorMessage };
  const error = errorOfOrphan(
    { ...failed, version: invocation.facts.version, cost: price.cost },
    { traceId, endNs: startNs + durationNs },
  );
  return {
    ...toVanishedRow(traceId, spanId, { startNs, durationNs }, version),
    start_ns: startNs.toString(),
    requests: requestOf(invocation),
    ...transposed('inv', INVOCATION, [toInvocationValues(priced, null, origin, nowNs)]),
    ...transposed('err', TRACE_ERROR, error === null ? [] : [toErrorValues(error)]),
  };
}

/** Other versions of it may end at another time. */
const LONGEST_NS = 3_600_000_000_000n;

/** Stands where a row of `toOrphanRow` was that tells of nothing any more, for as long as that one would. */
export function toVanishedRow(
  traceId: string,
  spanId: string,
  { startNs, durationNs }: { readonly startNs: bigint; readonly durationNs: bigint },
  version: bigint,
): InsertRow {
  return {
    trace_id: traceId,
    part: spanId,
    version: version.toString(),
    ...dayColumns([startNs, startNs + durationNs, startNs + LONGEST_NS].map(dayOf)),
    start_ns: '0',
    duration_ns: '0',
    last_ns: startNs.toString(),
    root_name: '',
    environment: '',
    span_count: 0,
    error_count: 0,
    cost: null,
    requests: [],
    ...transposed('inv', INVOCATION, []),
    ...transposed('err', TRACE_ERROR, []),
  };
}

function lastOf({ spans, logs }: TraceFacts): bigint {
  return [...[...spans.values()].map(({ startNs }) => startNs), ...logs.map(({ timeNs }) => timeNs)].reduce(
    later,
    0n,
  );
}

function requestOf({ invocationId }: PricedInvocation['invocation']): readonly string[] {
  return invocationId === null ? [] : [wellFormed(invocationId)];
}

function errorsIn({ spans, logs }: TraceFacts, invocations: readonly PricedInvocation[]) {
  return errorsOfTrace({
    spans,
    logs,
    invocations: invocations.flatMap(({ invocation, price }) => {
      const span = spans.get(invocation.spanId);
      if (span === undefined) return [];
      const { spanId, startNs, function: identity, facts, outcome, errorType, errorMessage } = invocation;
      return {
        spanId,
        startNs,
        functionId: identity.id,
        environment: identity.environment,
        origin: originOfSpan(span),
        version: facts.version,
        outcome,
        errorType,
        errorMessage,
        cost: price.cost,
      };
    }),
    sourceOf: (resource) => {
      const { originHex, environment } = resourceFacts(resource);
      return { origin: originHex, environment };
    },
  });
}

function toErrorValues(error: TraceError): InsertRow {
  return {
    fingerprint: error.fingerprint,
    type: wellFormed(error.type),
    culprit: wellFormed(error.culprit),
    message: wellFormed(error.message),
    stack: wellFormed(error.stack),
    span_id: error.spanId,
    time_ns: error.timeNs.toString(),
    version: error.version === null ? null : wellFormed(error.version),
    function_id: error.functionId,
    environment: wellFormed(error.environment),
    invocation: error.invocation?.spanId ?? '',
    invocation_ns: (error.invocation?.startNs ?? 0n).toString(),
    cost: error.cost === null ? null : error.cost.toString(),
  };
}

/** One array for each column. */
function transposed(
  prefix: string,
  columns: readonly (readonly [string, string])[],
  rows: readonly InsertRow[],
): InsertRow {
  return Object.fromEntries(
    columns.map(([column]) => [`${prefix}.${column}`, rows.map((row) => row[column] ?? null)]),
  );
}
