import { z } from 'zod';
import { OUTCOMES } from '@/core/model/invocation';
import type {
  CostLineView,
  InvocationView,
  LogView,
  RelatedView,
  SpanDetailView,
  TraceListView,
  TraceSpanView,
  TraceView,
} from '@/core/model/views';
import { costSplit } from './costs';
import { attributes, count, time, usd } from './parts';

const text = z.string().nullable();
const ms = z.number().min(0);
const kind = z.enum(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']);
const status = z.enum(['unset', 'ok', 'error']);

const invocationFields = {
  invocationId: text,
  traceId: z.string(),
  spanId: z.string(),
  functionId: z.string(),
  functionName: z.string(),
  environment: z.string(),
  version: text,
  trigger: text,
  startTime: time,
  durationMs: ms,
  initDurationMs: ms.nullable(),
  billedDurationMs: ms.nullable(),
  coldStart: z.boolean().nullable(),
  outcome: z.enum(OUTCOMES),
  error: z.strictObject({ type: text, message: text }).nullable(),
  memoryMb: z.number().nullable(),
  maxMemoryUsedMb: z.number().nullable(),
  costUsd: usd.nullable(),
  costPrecision: z.enum(['exact', 'allocated', 'estimated']).nullable(),
  costNote: text.describe('Why there is no cost, or which input was missing for an exact one.'),
  requestKey: text.describe('Equal for all attempts at one request: retries and redeliveries.'),
};

export const invocation = z
  .strictObject(invocationFields)
  .meta({ id: 'Invocation' }) satisfies z.ZodType<InvocationView>;

const costLine = z
  .strictObject({
    meter: z.string(),
    quantity: z.string(),
    unit: z.string(),
    unitPriceUsd: usd,
    amountUsd: usd,
    source: z.string(),
  })
  .meta({ id: 'CostLine' }) satisfies z.ZodType<CostLineView>;

export const traceItem = z
  .strictObject({
    traceId: z.string(),
    rootName: z.string(),
    startTime: time,
    durationMs: ms,
    spanCount: count,
    errorCount: count,
    functions: z.array(z.string()),
    costUsd: usd.nullable(),
  })
  .meta({ id: 'TraceItem' }) satisfies z.ZodType<TraceListView>;

const traceSpan = z
  .strictObject({
    spanId: z.string(),
    parentSpanId: text,
    name: z.string(),
    kind,
    service: z.string(),
    functionId: text,
    invocationId: text,
    startTime: time,
    offsetMs: ms.describe("After the trace's start."),
    skewMs: z.number().describe("How much later than sent it is drawn: its clock is behind its caller's."),
    durationMs: ms,
    selfMs: ms.describe('Duration without the part that children cover.'),
    status,
    statusMessage: z.string(),
    isInvocation: z.boolean(),
    isInit: z.boolean().describe('Time that an environment took to start.'),
    coldStart: z.boolean().nullable(),
    onCriticalPath: z.boolean(),
    costUsd: usd.nullable(),
    eventCount: count,
    logCount: count,
  })
  .meta({ id: 'TraceSpan' }) satisfies z.ZodType<TraceSpanView>;

const spanOfTrace = z.strictObject({ traceId: z.string(), spanId: z.string() });

export const trace = z
  .strictObject({
    traceId: z.string(),
    startTime: time,
    durationMs: ms,
    costUsd: usd.nullable(),
    truncated: z.boolean(),
    warnings: z.array(z.string()),
    spans: z.array(traceSpan).describe('Depth first: a child follows its parent.'),
    invocations: z.array(
      z.strictObject({ ...invocationFields, costLines: z.array(costLine), costSplit: costSplit.nullable() }),
    ),
    links: z
      .array(z.strictObject({ from: spanOfTrace, to: spanOfTrace }))
      .describe('To spans of other traces.'),
  })
  .meta({ id: 'Trace' }) satisfies z.ZodType<TraceView>;

export const relatedInvocation = z
  .strictObject({
    relation: z
      .enum(['attempt', 'before', 'after'])
      .describe('The same request again; what a span here links to; what links to a span here.'),
    spanId: z.string().describe('The span of this trace that is tied to it.'),
    invocation,
  })
  .meta({ id: 'RelatedInvocation' }) satisfies z.ZodType<RelatedView>;

const nanoseconds = z.string().regex(/^\d+$/).describe('Nanoseconds since the epoch.');

export const span = z
  .strictObject({
    traceId: z.string(),
    spanId: z.string(),
    parentSpanId: text,
    name: z.string(),
    kind,
    startTime: time,
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    durationMs: ms,
    status,
    statusMessage: z.string(),
    traceState: z.string(),
    attributes,
    resource: attributes,
    scope: z.strictObject({ name: z.string(), version: z.string() }),
    events: z.array(z.strictObject({ name: z.string(), time, offsetMs: z.number(), attributes })),
    links: z.array(z.strictObject({ traceId: z.string(), spanId: z.string(), attributes })),
  })
  .meta({ id: 'Span' }) satisfies z.ZodType<SpanDetailView>;

export const log = z
  .strictObject({
    id: z.string(),
    time,
    severity: count.max(24).describe('Severity number of OpenTelemetry.'),
    severityText: z.string(),
    body: z.string(),
    service: z.string(),
    functionId: text,
    functionName: text,
    traceId: text,
    spanId: text,
    attributes,
  })
  .meta({ id: 'LogRecord' }) satisfies z.ZodType<LogView>;
