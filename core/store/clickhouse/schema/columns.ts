/** Name and type of each column, in their order. */
export type Columns = readonly (readonly [name: string, type: string])[];

const NAME = 'LowCardinality(String)';
const MAYBE_NAME = 'LowCardinality(Nullable(String))';

/** A version of a span. `version` is greater for the version that counts (`span-row.ts`). */
export const SPAN: Columns = [
  ['trace_id', 'String'],
  ['span_id', 'String'],
  ['version', 'UInt256'],
  ['parent_span_id', 'Nullable(String)'],
  ['trace_state', 'String'],
  ['flags', 'UInt32'],
  ['name', 'String'],
  ['kind', NAME],
  ['start_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['end_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['time_is_receipt', 'UInt8'],
  ['status', NAME],
  ['status_message', 'String'],
  // As sent, so that order and types of values stay what they were.
  ['attributes', 'String CODEC(ZSTD)'],
  ['events', 'String CODEC(ZSTD)'],
  ['links', 'String CODEC(ZSTD)'],
  ['resource', 'String CODEC(ZSTD)'],
  ['scope_name', NAME],
  ['scope_version', NAME],
  // What is searched and grouped by, of all that is above.
  ['service', NAME],
  ['environment', NAME],
  ['origin', NAME],
  ['texts', 'Map(LowCardinality(String), String)'],
  ['values', 'Map(LowCardinality(String), String)'],
  ['linked_traces', 'Array(String)'],
  // Name of the function whose init it tells of, else ''.
  ['tells_of', NAME],
];

/** `id` is what the record says, so equal ones are one row. */
export const LOG: Columns = [
  ['time_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['id', 'String'],
  ['time_is_receipt', 'UInt8'],
  ['repeat', 'UInt32'],
  ['severity', 'UInt8'],
  ['severity_text', NAME],
  ['body', 'String CODEC(ZSTD)'],
  ['words', 'Array(String) CODEC(ZSTD)'],
  ['attributes', 'String CODEC(ZSTD)'],
  ['texts', 'Map(LowCardinality(String), String)'],
  ['trace_id', 'String'],
  ['span_id', 'String'],
  ['resource', 'String CODEC(ZSTD)'],
  ['scope_name', NAME],
  ['service', NAME],
  ['environment', NAME],
  ['origin', NAME],
  ['reports_error', 'UInt8'],
  // Also in plain words, which are no failure to be counted.
  ['may_be_error', 'UInt8'],
];

/** What all spans of a trace say together. */
export const TRACE: Columns = [
  ['trace_id', 'String'],
  // '' for what its spans and log records say; else an execution in it that only the platform told of.
  ['part', 'String'],
  ['version', 'UInt256'],
  // Since the epoch; 0 for what happened on several (`dayColumns`).
  ['day', 'Int32'],
  ['days', 'Array(Int32)'],
  ['start_ns', 'Int64'],
  ['duration_ns', 'Int64'],
  // When the last of its spans, or of what else it tells of, starts: what is before the floor goes.
  ['last_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['root_name', 'String'],
  ['environment', NAME],
  ['span_count', 'UInt32'],
  ['error_count', 'UInt32'],
  ['cost', 'Nullable(Int128)'],
  // Ids of its invocations.
  ['requests', 'Array(String)'],
];

/** An invocation, one element of the trace's arrays `inv`. */
export const INVOCATION: Columns = [
  ['span_id', 'String'],
  ['function_id', NAME],
  ['function_name', NAME],
  ['provider', NAME],
  ['account_id', NAME],
  ['region', NAME],
  ['environment', NAME],
  ['origin', NAME],
  ['service', MAYBE_NAME],
  ['platform', MAYBE_NAME],
  ['runtime', MAYBE_NAME],
  ['architecture', MAYBE_NAME],
  ['memory_mb', 'Nullable(Int64)'],
  ['timeout_ms', 'Nullable(Int64)'],
  ['version', MAYBE_NAME],
  ['source', NAME],
  ['invocation_id', 'Nullable(String)'],
  ['trigger', MAYBE_NAME],
  ['start_ns', 'Int64'],
  ['duration_ns', 'Int64'],
  ['init_duration_ms', 'Nullable(Float64)'],
  ['reported_billed_ms', 'Nullable(Float64)'],
  ['billed_ns', 'Nullable(Int64)'],
  ['cold_start', 'Nullable(UInt8)'],
  ['outcome', NAME],
  ['error_type', 'Nullable(String)'],
  ['error_message', 'Nullable(String)'],
  ['max_memory_used_mb', 'Nullable(Float64)'],
  ['cost', 'Nullable(Int64)'],
  ['cost_precision', MAYBE_NAME],
  ['cost_note', MAYBE_NAME],
  ['request_key', 'Nullable(String)'],
  ['is_reported', 'UInt8'],
  ['is_dead_letter', 'UInt8'],
  // Its clock is more than a day ahead of the collector's.
  ['is_ahead', 'UInt8'],
  ['is_retry', 'UInt8'],
  ['cost_waiting', 'Int64'],
  ['cost_init', 'Int64'],
  ['cost_telemetry', 'Int64'],
  ['cost_request', 'Int64'],
  ['cost_untraced', 'Int64'],
  // Of each wait for a dependency, by its name.
  ['dependencies', 'Array(String)'],
  ['waited_ns', 'Array(Int64)'],
  ['waiting_cost', 'Array(Int64)'],
  // Of each dependency that was called; a bucket for each call.
  ['called', 'Array(String)'],
  ['call_kinds', 'Array(UInt8)'],
  ['call_errors', 'Array(UInt32)'],
  ['call_buckets', 'Array(Array(Int16))'],
  // Which instance ran it, and whether nothing but its init tells of a cold start.
  ['instance', 'Nullable(UInt32)'],
  ['cold_by_init', 'UInt8'],
  // Of its span's attributes, else its resource's, the texts that groups name; and those that are numbers, as such.
  ['values', 'Map(LowCardinality(String), String)'],
  ['numbers', 'Map(LowCardinality(String), Float64)'],
  // Numbers of histogram buckets; -1 for what is not known.
  ['duration_bucket', 'Int16'],
  ['init_bucket', 'Int16'],
  ['memory_bucket', 'Int16'],
];

/** An error, one element of the trace's arrays `err`. */
export const TRACE_ERROR: Columns = [
  ['fingerprint', 'String'],
  ['type', 'String'],
  ['culprit', 'String'],
  ['message', 'String'],
  ['stack', 'String'],
  ['span_id', 'Nullable(String)'],
  ['time_ns', 'Int64'],
  ['version', MAYBE_NAME],
  ['function_id', MAYBE_NAME],
  ['environment', NAME],
  // The span of the invocation that had it, with its first error of this fingerprint; else ''.
  ['invocation', 'String'],
  ['invocation_ns', 'Int64'],
  ['cost', 'Nullable(Int64)'],
];

/** When the first error of a group was whose rows began to go before it ended. */
export const ERROR_SEEN: Columns = [
  ['fingerprint', 'String'],
  ['first_ns', 'SimpleAggregateFunction(min, Int64)'],
];

/** When collectors without settings last let a key in; milliseconds since the epoch. */
export const KEY_USE: Columns = [
  ['key_id', 'String'],
  ['used_ms', 'SimpleAggregateFunction(max, Int64)'],
];

/** How many records collectors without settings refused; milliseconds since the epoch. */
export const REJECTED: Columns = [
  ['collector', 'String'],
  ['at_ms', 'Int64'],
  ['records', 'UInt64'],
  ['until', 'DateTime DEFAULT now() + INTERVAL 1 DAY'],
];

/** What the owner of the settings tells all collectors: of each name the greatest version counts. */
export const BULLETIN: Columns = [
  ['name', 'String'],
  ['version', 'UInt64'],
  ['text', 'String CODEC(ZSTD)'],
];

/** What a log record says of one execution of a request id, as the text that `executionsToText` makes. */
export const SAID: Columns = [
  ['request_id', 'String'],
  ['piece', 'String'],
  ['execution', 'String CODEC(ZSTD)'],
  ['from_ns', 'Int64'],
  ['received_ms', 'Int64'],
];

/** When it is to be looked whether a request id has an execution that no span came for. */
export const DUE: Columns = [
  ['due_ms', 'Int64'],
  ['request_id', 'String'],
];

/** When a trace is to be looked at for what of it a policy keeps. */
export const LOOK: Columns = [
  // Marks the policy.
  ['policy', NAME],
  ['due_ms', 'Int64'],
  ['trace_id', 'String'],
];

/** How far work has come that the collectors share. */
export const PROGRESS: Columns = [
  ['name', 'String'],
  ['value', 'UInt64'],
];

/** What log records and metrics say of an instance, as the text that `instanceFactToText` makes. */
export const INSTANCE_FACT: Columns = [
  ['function_name', NAME],
  ['from_ns', 'Int64'],
  ['until_ns', 'Int64'],
  ['piece', 'String'],
  ['fact', 'String CODEC(ZSTD)'],
];

/** The most that a stream of counts told by the end of a minute. */
export const PLATFORM_COUNT: Columns = [
  ['function_name', NAME],
  ['feed', 'UInt8'],
  ['provider', NAME],
  ['account_id', NAME],
  ['region', NAME],
  ['environment', NAME],
  ['is_throttles', 'UInt8'],
  ['stream', 'String'],
  ['minute', 'Int64'],
  ['value', 'UInt64'],
];

/** The last row of a key tells whether it is promoted: `version` grows with every change. */
export const PROMOTED: Columns = [
  ['key', 'String'],
  ['version', 'UInt64'],
  ['promoted_ms', 'Int64'],
  ['removed', 'UInt8'],
];

/** What the rows of a day were when its hours were added up: see `settled/settled-days.ts`. */
export const DAY_MADE: Columns = [
  ['day', 'Int32'],
  ['made', 'UInt64'],
  ['content', 'String'],
];

/** What people asked to be deleted; the last row of an id is what it has come to. */
export const DELETION: Columns = [
  ['id', 'UInt64'],
  ['version', 'UInt64'],
  ['query', 'String'],
  ['state', 'UInt8'],
  ['requested_ms', 'Int64'],
  ['traces', 'UInt64'],
  ['invocations', 'UInt64'],
  ['loose_logs', 'UInt64'],
  // What is being removed, by its ids: the rows by which it was found may be gone before the others.
  ['batch', 'String CODEC(ZSTD)'],
];

/** Ids of traces, and of log records without one, that were deleted and do not come back. */
export const DELETED: Columns = [
  ['key', 'String'],
  ['until', 'DateTime'],
];
