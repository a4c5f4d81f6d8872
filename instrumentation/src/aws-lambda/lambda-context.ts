import type { SpanContext } from '@opentelemetry/api';
import type { Environment } from '../config/environment';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf } from '../value';

/** The part of Lambda's context object that is read; any of it may be missing outside Lambda. */
export interface LambdaContext {
  readonly awsRequestId?: unknown;
  readonly functionName?: unknown;
  readonly functionVersion?: unknown;
  readonly invokedFunctionArn?: unknown;
  readonly clientContext?: unknown;
  readonly xRayTraceId?: unknown;
  getRemainingTimeInMillis?(): number;
}

/** The attributes that come from the context object rather than from the event. */
export function contextAttributes(context: LambdaContext, env: Environment): Attributes {
  const arn = textOf(context.invokedFunctionArn);
  return {
    'faas.invocation_id': textOf(context.awsRequestId),
    'cloud.resource_id': resourceId(arn, textOf(context.functionVersion)),
    'cloud.account.id': arn?.split(':')[4],
    'aws.lambda.invoked_arn': arn,
    'faaslens.time_limit_ms': timeLimitMs(context),
    'aws.xray.trace_id': xrayRoot(textOf(context.xRayTraceId) ?? env._X_AMZN_TRACE_ID),
  };
}

/** The caller's span when one function invokes another and passes the W3C fields in the client context. */
export function callerOf(context: LambdaContext): SpanContext | undefined {
  const client = recordOf(context.clientContext);
  const custom = recordOf(client.custom ?? client.Custom);
  return parseTraceContext(textOf(custom.traceparent), textOf(custom.tracestate));
}

/** Ms until Lambda stops the invocation; infinite where that is unknown. */
export function remainingMs(context: LambdaContext): number {
  const remaining = context.getRemainingTimeInMillis?.();
  return typeof remaining === 'number' && Number.isFinite(remaining) ? remaining : Number.POSITIVE_INFINITY;
}

// Asked when the invocation begins, so what remains is nearly all there is.
function timeLimitMs(context: LambdaContext): number | undefined {
  const remaining = remainingMs(context);
  return Number.isFinite(remaining) ? Math.round(remaining) : undefined;
}

/** The invoked ARN with an alias replaced by the version behind it. */
function resourceId(arn: string | undefined, version: string | undefined): string | undefined {
  const parts = arn?.split(':') ?? [];
  return parts.length === 8 && version ? [...parts.slice(0, 7), version].join(':') : arn;
}

// Only kept as a reference: its parent lives in X-Ray, so a span below it would be an orphan everywhere else.
function xrayRoot(header: string | undefined): string | undefined {
  return /Root=([^;]+)/.exec(header ?? '')?.[1];
}
