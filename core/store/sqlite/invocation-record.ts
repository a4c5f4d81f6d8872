import type { PricedInvocation } from '../derive/trace-invocations';
import { encodeSplit } from './costs/split-codec';
import { encodeCalls } from './dependencies/calls-codec';
import type { DependencyNo } from './dependencies/dependency-table';
import { toExecutionColumns } from './executions/execution-columns';
import { hexBytes, toInt64 } from './values';

/** All that is known of an invocation, as rows and rollups count it; `invocation-columns.ts` says how it is stored. */
export interface InvocationRecord {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly function_id: string;
  readonly environment: string;
  readonly origin: Buffer;
  readonly source: string;
  readonly invocation_id: string | null;
  readonly version: string | null;
  readonly trigger: string | null;
  readonly architecture: string | null;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly init_duration_ms: number | null;
  readonly reported_billed_ms: number | null;
  readonly billed_ns: bigint | null;
  readonly cold_start: bigint | null;
  readonly outcome: string;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly memory_mb: bigint | null;
  readonly max_memory_used_mb: number | null;
  readonly cost_pico_usd: bigint | null;
  readonly cost_precision: string | null;
  readonly cost_note: string | null;
  /** See `executions/execution-columns.ts`. */
  readonly execution: string | null;
  readonly execution_origin: string | null;
  readonly request_key: string | null;
  /** See `executions/instance-hash.ts`. */
  readonly instance: bigint | null;
  /** 1 when nothing but an init tells that it was a cold start. */
  readonly cold_by_init: bigint | null;
  /** See `costs/split-codec.ts`; null without a cost. */
  readonly cost_split: Buffer | null;
  /** See `dependencies/calls-codec.ts`; null without calls. */
  readonly calls: Buffer | null;
}

/** Those of which the table `invocation` has a column of the same name, in its order. */
export const RECORD_COLUMNS = [
  'trace_id',
  'span_id',
  'source',
  'invocation_id',
  'version',
  'trigger',
  'architecture',
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
  'cost_pico_usd',
  'cost_precision',
  'cost_note',
  'execution',
  'execution_origin',
  'request_key',
  'instance',
  'cold_by_init',
  'cost_split',
  'calls',
] as const satisfies readonly (keyof InvocationRecord)[];

const FIELDS = ['function_id', 'environment', 'origin', ...RECORD_COLUMNS] as const;

/** `traceKey` is the trace id as bytes; `origin` that of the span's resource. */
export function toInvocationRecord(
  { invocation, price, split, calls, execution, requestKey, instance, coldByInit }: PricedInvocation,
  traceKey: Buffer,
  origin: Buffer,
  dependencyNo: DependencyNo,
): InvocationRecord {
  const { facts } = invocation;
  const { id: functionId } = invocation.function;
  const said = toExecutionColumns(execution, invocation.startNs);
  const kindOf = (name: string) => calls.find(({ dependency }) => dependency === name)?.kind ?? 'other';
  return {
    trace_id: traceKey,
    span_id: hexBytes(invocation.spanId),
    function_id: functionId,
    environment: invocation.function.environment,
    origin,
    source: invocation.source,
    invocation_id: invocation.invocationId,
    version: facts.version,
    trigger: invocation.trigger,
    architecture: facts.architecture,
    start_ns: invocation.startNs,
    duration_ns: invocation.durationNs,
    init_duration_ms: invocation.initDurationMs,
    reported_billed_ms: invocation.reportedBilledMs,
    billed_ns:
      price.billedDurationMs === null ? null : toInt64(BigInt(Math.round(price.billedDurationMs * 1e6))),
    cold_start: invocation.coldStart === null ? null : BigInt(invocation.coldStart),
    outcome: invocation.outcome,
    error_type: invocation.errorType,
    error_message: invocation.errorMessage,
    memory_mb: facts.memoryMb === null ? null : toInt64(BigInt(Math.round(facts.memoryMb))),
    max_memory_used_mb: invocation.maxMemoryUsedMb,
    cost_pico_usd: price.cost === null ? null : toInt64(price.cost),
    cost_precision: price.precision,
    cost_note: price.note,
    execution: said.execution,
    execution_origin: said.execution_origin,
    request_key: requestKey,
    instance: instance === null ? null : BigInt(instance),
    cold_by_init: coldByInit ? 1n : null,
    cost_split: split && encodeSplit(split, (name) => dependencyNo(functionId, name, kindOf(name))),
    calls: encodeCalls(calls, functionId, dependencyNo),
  };
}

export function equalRecords(a: InvocationRecord, b: InvocationRecord): boolean {
  return FIELDS.every((column) => {
    const one = a[column];
    const other = b[column];
    return Buffer.isBuffer(one) && Buffer.isBuffer(other) ? one.equals(other) : one === other;
  });
}
