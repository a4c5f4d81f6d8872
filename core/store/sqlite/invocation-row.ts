import type { CostSplit } from '../../model/costs/cost-split';
import { type InvocationSource, OUTCOMES } from '../../model/invocation';
import type { InvocationRow } from '../store';
import type { InvocationRecord } from './invocation-record';
import { nsToDurationMs, nsToTimeMs } from './values';

/** What an invocation's row takes from its function. */
export interface FunctionNaming {
  readonly function_name: string;
  readonly region: string;
  readonly provider: string;
  readonly platform: string | null;
}

/** A record, and what only the database can tell of it. */
export type NamedRecord = InvocationRecord & FunctionNaming & { readonly split: CostSplit | null };

export function toInvocationRow(record: NamedRecord): InvocationRow {
  return {
    traceId: record.trace_id.toString('hex'),
    spanId: record.span_id.toString('hex'),
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
    startTime: nsToTimeMs(record.start_ns),
    durationMs: nsToDurationMs(record.duration_ns),
    initDurationMs: record.init_duration_ms,
    billedDurationMs: record.billed_ns === null ? null : nsToDurationMs(record.billed_ns),
    reportedBilledMs: record.reported_billed_ms,
    coldStart: record.cold_start === null ? null : record.cold_start === 1n,
    outcome: OUTCOMES.find((outcome) => outcome === record.outcome) ?? 'error',
    errorType: record.error_type,
    errorMessage: record.error_message,
    memoryMb: record.memory_mb === null ? null : Number(record.memory_mb),
    maxMemoryUsedMb: record.max_memory_used_mb,
    cost: record.cost_pico_usd,
    costPrecision: record.cost_precision as InvocationRow['costPrecision'],
    costNote: record.cost_note,
    costSplit: record.split,
    requestKey: requestKeyOfRow(record),
  };
}

/** The request that the invocation is an attempt at; its own id unless it serves a message or event. */
export function requestKeyOfRow({
  request_key,
  invocation_id,
}: Pick<InvocationRecord, 'request_key' | 'invocation_id'>): string | null {
  return request_key ?? (invocation_id === null ? null : `invocation:${invocation_id}`);
}
