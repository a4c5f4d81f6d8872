import { COST_LINES, type CostSplit } from '../../model/costs/cost-split';
import { type InvocationSource, OUTCOMES } from '../../model/invocation';
import { nsToDurationMs, nsToTimeMs } from '../derive/times';
import type { InvocationRow } from '../store';

const COLUMNS = [
  'trace_id',
  'span_id',
  'function_id',
  'function_name',
  'environment',
  'region',
  'provider',
  'platform',
  'architecture',
  'source',
  'invocation_id',
  'version',
  'trigger',
  'start_ns',
  'duration_ns',
  'init_duration_ms',
  'reported_billed_ms',
  'billed_ns',
  'cold_start',
  'outcome',
  'error_type',
  'error_message',
  'memory_mb',
  'max_memory_used_mb',
  'cost',
  'cost_precision',
  'cost_note',
  'request_key',
  'is_dead_letter',
  'is_retry',
  'cost_waiting',
  'cost_init',
  'cost_telemetry',
  'cost_request',
  'cost_untraced',
  'dependencies',
  'waited_ns',
  'waiting_cost',
] as const;

type Column = (typeof COLUMNS)[number];
type NumberColumn =
  | 'init_duration_ms'
  | 'reported_billed_ms'
  | 'cold_start'
  | 'max_memory_used_mb'
  | 'is_dead_letter'
  | 'is_retry';
type ListColumn = 'dependencies' | 'waited_ns' | 'waiting_cost';
type SureColumn =
  | 'trace_id'
  | 'span_id'
  | 'function_id'
  | 'function_name'
  | 'environment'
  | 'region'
  | 'provider'
  | 'source'
  | 'start_ns'
  | 'duration_ns'
  | 'outcome'
  | `cost_${'waiting' | 'init' | 'telemetry' | 'request' | 'untraced'}`;

/** An invocation as the database answers it. */
export type InvocationRecord = {
  readonly [Name in Column]: Name extends ListColumn
    ? readonly string[]
    : Name extends NumberColumn
      ? number | null
      : Name extends SureColumn
        ? string
        : string | null;
};

export const SELECT_INVOCATIONS = `SELECT ${COLUMNS.map((column) => `i.${column} AS ${column}`).join(', ')}
  FROM invocation AS i`;

export function toInvocationRow(record: InvocationRecord): InvocationRow {
  const cost = record.cost === null ? null : BigInt(record.cost);
  return {
    traceId: record.trace_id,
    spanId: record.span_id,
    functionId: record.function_id,
    functionName: record.function_name,
    environment: record.environment,
    region: record.region,
    provider: record.provider,
    platform: record.platform,
    architecture: record.architecture,
    source: record.source as InvocationSource,
    invocationId: record.invocation_id,
    version: record.version,
    trigger: record.trigger,
    startTime: nsToTimeMs(BigInt(record.start_ns)),
    durationMs: nsToDurationMs(BigInt(record.duration_ns)),
    initDurationMs: record.init_duration_ms,
    billedDurationMs: record.billed_ns === null ? null : nsToDurationMs(BigInt(record.billed_ns)),
    reportedBilledMs: record.reported_billed_ms,
    coldStart: record.cold_start === null ? null : record.cold_start === 1,
    outcome: OUTCOMES.find((outcome) => outcome === record.outcome) ?? 'error',
    errorType: record.error_type,
    errorMessage: record.error_message,
    memoryMb: record.memory_mb === null ? null : Number(record.memory_mb),
    maxMemoryUsedMb: record.max_memory_used_mb,
    cost,
    costPrecision: record.cost_precision as InvocationRow['costPrecision'],
    costNote: record.cost_note,
    costSplit: cost === null ? null : splitOf(record, cost),
    requestKey: requestKeyOfRecord(record),
  };
}

/** The request that the invocation is an attempt at; its own id unless it serves a message or event. */
export function requestKeyOfRecord({
  request_key,
  invocation_id,
}: Pick<InvocationRecord, 'request_key' | 'invocation_id'>): string | null {
  return request_key ?? (invocation_id === null ? null : `invocation:${invocation_id}`);
}

function splitOf(record: InvocationRecord, cost: bigint): CostSplit {
  const others = {
    waiting: BigInt(record.cost_waiting),
    init: BigInt(record.cost_init),
    telemetry: BigInt(record.cost_telemetry),
    request: BigInt(record.cost_request),
    untraced: BigInt(record.cost_untraced),
  };
  const work = COST_LINES.reduce((rest, line) => (line === 'work' ? rest : rest - others[line]), cost);
  return {
    lines: { ...others, work },
    waiting: record.dependencies
      .map((dependency, index) => ({
        dependency,
        waitedNs: Number(record.waited_ns[index] ?? 0),
        cost: BigInt(record.waiting_cost[index] ?? 0),
      }))
      .sort((a, b) => (a.dependency < b.dependency ? -1 : 1)),
    isRetry: record.is_retry === 1,
  };
}
