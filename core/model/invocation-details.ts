import { type Attributes, booleanAttribute, numberAttribute, stringAttribute } from './attributes';
import type { BilledAs } from './invocation';
import { plausibleMb, plausibleMs } from './plausible';

const TRIGGERS: ReadonlyMap<string, string> = new Map([
  ['http', 'http'],
  ['fetch', 'http'],
  ['pubsub', 'pubsub'],
  ['queue', 'pubsub'],
  ['datasource', 'datasource'],
  ['timer', 'timer'],
  ['cron', 'timer'],
  ['scheduled', 'timer'],
  ['alarm', 'timer'],
]);

/** Datadog's names of the AWS service that the event came from. */
const DATADOG_SOURCES: ReadonlyMap<string, string> = new Map([
  ['api-gateway', 'http'],
  ['application-load-balancer', 'http'],
  ['lambda-function-url', 'http'],
  ['function-url', 'http'],
  ['sqs', 'pubsub'],
  ['sns', 'pubsub'],
  ['kinesis', 'pubsub'],
  ['eventbridge', 'pubsub'],
  ['msk', 'pubsub'],
  ['s3', 'datasource'],
  ['dynamodb', 'datasource'],
  ['cloudwatch-events', 'timer'],
]);

/** Attributes that only a span answering an HTTP request has. */
const HTTP_KEYS = ['http.request.method', 'url.full', 'url.path', 'http.route'] as const;

/**
 * What started the invocation, in the conventions' five values; senders' own values are translated. Without `faas.trigger` it is
 * inferred from other attributes, else null. Attributes must have their current names.
 */
export function triggerOf(span: Attributes): string | null {
  const named = stringAttribute(span, 'faas.trigger') ?? stringAttribute(span, 'cloudflare.handler_type');
  if (named !== null) return TRIGGERS.get(named.toLowerCase()) ?? 'other';
  const source = stringAttribute(span, 'function_trigger.event_source');
  if (source !== null) return DATADOG_SOURCES.get(source) ?? 'other';
  if (HTTP_KEYS.some((key) => key in span)) return 'http';
  return 'messaging.system' in span ? 'pubsub' : null;
}

/** The platform's id of this execution, or null. Attributes must have their current names. */
export function invocationIdOf(span: Attributes): string | null {
  return (
    stringAttribute(span, 'faas.invocation_id') ??
    stringAttribute(span, 'aws.request_id') ??
    stringAttribute(span, 'request_id') ??
    stringAttribute(span, 'vercel.request_id')
  );
}

/** Whether the invocation paid for an init, and how long that took; null where unknown. */
export function coldStartOf(span: Attributes): {
  readonly coldStart: boolean | null;
  readonly initDurationMs: number | null;
} {
  const initDurationMs = plausibleMs(
    numberAttribute(span, 'faaslens.init_duration_ms') ?? numberAttribute(span, 'cloudflare.cold_start_ms'),
  );
  const said = booleanAttribute(span, 'faas.coldstart') ?? booleanAttribute(span, 'cold_start');
  const coldStart = said ?? (initDurationMs === null ? null : true);
  return { coldStart, initDurationMs: coldStart ? initDurationMs : null };
}

/**
 * What the platform reported about this execution, from senders that know it; null without a plausible report. Cloudflare bills
 * CPU time.
 */
export function reportOf(span: Attributes): {
  readonly reportedBilledMs: number | null;
  readonly maxMemoryUsedMb: number | null;
} {
  return {
    reportedBilledMs: plausibleMs(
      numberAttribute(span, 'faaslens.billed_duration_ms') ?? numberAttribute(span, 'cloudflare.cpu_time'),
    ),
    maxMemoryUsedMb: plausibleMb(numberAttribute(span, 'faaslens.max_memory_used_mb')),
  };
}

const BILLED_AS: ReadonlyMap<string, BilledAs> = new Map([
  ['provisioned-concurrency', 'provisioned'],
  ['lambda-managed-instances', 'managed'],
]);

/** How Lambda bills executions in such an environment, if not in the usual way. */
export function billedAsOf(resource: Attributes): { readonly billedAs?: BilledAs } {
  if (stringAttribute(resource, 'faaslens.edge_region') !== null) return { billedAs: 'edge' };
  const billedAs = BILLED_AS.get(stringAttribute(resource, 'faaslens.initialization_type') ?? '');
  return billedAs === undefined ? {} : { billedAs };
}
