import { booleanAttribute } from './attributes';
import type { Span, SpanKind } from './telemetry';

/** The scope in which OpenTelemetry's Lambda extension reports what the platform told it. */
export const TELEMETRY_API_SCOPE =
  'github.com/open-telemetry/opentelemetry-lambda/collector/receiver/telemetryapi';

const DATADOG_LOAD = 'aws.lambda.load';
const DATADOG_REQUIRE = 'aws.lambda.require';

/**
 * Whether the span is an environment's start-up time, which is part of a cold start and never an invocation: `whole` for an
 * entire init, `part` for a part of one; null for all other spans.
 */
export function initPhaseOf(span: Span): 'whole' | 'part' | null {
  if (span.scope.name === TELEMETRY_API_SCOPE) return 'whole';
  // Datadog's OTLP export puts the operation into an attribute and the function into the span's name.
  const datadog = datadogPhase(span.name) ?? datadogPhase(span.attributes['operation.name']);
  if (datadog !== null) return datadog;
  if (!span.name.startsWith('init') || !isInternal(span.kind)) return null;
  if (span.name.length > 4 && span.name[4] !== ' ') return null;
  const isCold =
    booleanAttribute(span.attributes, 'faas.coldstart') ??
    booleanAttribute(span.attributes, 'faas.cold_start');
  return isCold === true ? 'whole' : null;
}

function datadogPhase(operation: unknown): 'whole' | 'part' | null {
  if (typeof operation !== 'string' || !operation.startsWith('aws.lambda.')) return null;
  if (operation.startsWith(DATADOG_REQUIRE)) return 'part';
  return operation.startsWith(DATADOG_LOAD) ? 'whole' : null;
}

/** OTLP allows receivers to treat an unspecified kind as internal. */
export function isInternal(kind: SpanKind): boolean {
  return kind === 'internal' || kind === 'unspecified';
}
