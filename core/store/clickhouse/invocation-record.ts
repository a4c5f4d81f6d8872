import { DEPENDENCY_KINDS } from '../../model/costs/dependency-kind';
import { bucketOf } from '../../model/histogram';
import { isDeadLetter } from '../../model/request-key';
import type { Span } from '../../model/telemetry';
import { attributeText, writtenNumber } from '../derive/attribute-text';
import { resourceFacts } from '../derive/resource-facts';
import { toInt64 } from '../derive/times';
import type { PricedInvocation } from '../derive/trace-invocations';
import type { InsertRow } from './connection';
import { wellFormed } from './text';

/** Clocks that are further ahead than this say nothing about what is newest, as long as there are others. */
const MOST_AHEAD_NS = 86_400_000_000_000n;
const UNKNOWN_BUCKET = -1;

/** The values of an invocation in the columns of `INVOCATION`; its span is null when only the platform told of it. */
export function toInvocationValues(
  { invocation, price, split, calls, execution, requestKey, instance, coldByInit }: PricedInvocation,
  span: Span | null,
  origin: string,
  nowNs: bigint,
): InsertRow {
  const { function: identity, facts } = invocation;
  const memoryMb = rounded(facts.memoryMb);
  const billedNs = price.billedDurationMs === null ? null : rounded(price.billedDurationMs * 1e6);
  return {
    span_id: invocation.spanId,
    function_id: identity.id,
    function_name: wellFormed(identity.name),
    provider: wellFormed(identity.provider),
    account_id: wellFormed(identity.accountId),
    region: wellFormed(identity.region),
    environment: wellFormed(identity.environment),
    origin,
    service: text(facts.service),
    platform: text(facts.platform),
    runtime: text(facts.runtime),
    architecture: text(facts.architecture),
    memory_mb: number(memoryMb),
    timeout_ms: number(rounded(facts.timeoutMs)),
    version: text(facts.version),
    source: invocation.source,
    invocation_id: text(invocation.invocationId),
    trigger: text(invocation.trigger),
    start_ns: invocation.startNs.toString(),
    duration_ns: invocation.durationNs.toString(),
    init_duration_ms: invocation.initDurationMs,
    reported_billed_ms: invocation.reportedBilledMs,
    billed_ns: number(billedNs),
    cold_start: invocation.coldStart === null ? null : Number(invocation.coldStart),
    outcome: invocation.outcome,
    error_type: text(invocation.errorType),
    error_message: text(invocation.errorMessage),
    max_memory_used_mb: invocation.maxMemoryUsedMb,
    cost: number(price.cost === null ? null : toInt64(price.cost)),
    cost_precision: price.precision,
    cost_note: text(price.note),
    request_key: text(requestKey),
    is_reported: Number(execution !== null),
    is_dead_letter: Number(span !== null && isDeadLetter(span)),
    is_ahead: Number(invocation.startNs > nowNs + MOST_AHEAD_NS),
    is_retry: Number(split?.isRetry ?? false),
    cost_waiting: (split?.lines.waiting ?? 0n).toString(),
    cost_init: (split?.lines.init ?? 0n).toString(),
    cost_telemetry: (split?.lines.telemetry ?? 0n).toString(),
    cost_request: (split?.lines.request ?? 0n).toString(),
    cost_untraced: (split?.lines.untraced ?? 0n).toString(),
    dependencies: split?.waiting.map(({ dependency }) => wellFormed(dependency)) ?? [],
    waited_ns: split?.waiting.map(({ waitedNs }) => waitedNs.toString()) ?? [],
    waiting_cost: split?.waiting.map(({ cost }) => cost.toString()) ?? [],
    called: calls.map(({ dependency }) => wellFormed(dependency)),
    call_kinds: calls.map(({ kind }) => DEPENDENCY_KINDS.indexOf(kind)),
    call_errors: calls.map(({ errors }) => errors),
    call_buckets: calls.map(({ durationsNs }) => durationsNs.map(bucketOf)),
    ...valuesOf(span),
    instance,
    cold_by_init: Number(coldByInit),
    duration_bucket: bucketOf(Number(invocation.durationNs)),
    init_bucket:
      invocation.initDurationMs === null
        ? UNKNOWN_BUCKET
        : bucketOf(Math.round(invocation.initDurationMs * 1e6)),
    memory_bucket: memoryBucket(invocation.maxMemoryUsedMb, memoryMb),
  };
}

/** What people may promote of it. */
function valuesOf(span: Span | null): { values: Record<string, string>; numbers: Record<string, number> } {
  const values: Record<string, string> = {};
  const numbers: Record<string, number> = {};
  for (const [key, value] of Object.entries({ ...span?.resource.attributes, ...span?.attributes })) {
    const name = wellFormed(key);
    const read = attributeText(value);
    values[name] = wellFormed(read);
    const number = writtenNumber(read);
    if (number !== null) numbers[name] = number;
  }
  return { values, numbers };
}

export function originOfSpan({ resource }: Span): string {
  return resourceFacts(resource).originHex;
}

/** Of the share of memory that was used, in millionths. */
function memoryBucket(used: number | null, memoryMb: bigint | null): number {
  if (used === null || memoryMb === null || memoryMb <= 0n) return UNKNOWN_BUCKET;
  return bucketOf(Math.round((used / Number(memoryMb)) * 1e6));
}

function rounded(value: number | null): bigint | null {
  return value === null ? null : toInt64(BigInt(Math.round(value)));
}

function number(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}

function text(value: string | null): string | null {
  return value === null ? null : wellFormed(value);
}
