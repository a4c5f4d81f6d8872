import { type Attributes, booleanAttribute, stringAttribute } from './attributes';
import { isFaasResource, parseLambdaArn } from './faas-resource';
import type { InvocationSource } from './invocation';
import { normaliseAttributes } from './normalise';
import type { Span, SpanKind } from './telemetry';

const OWN_SCOPE = '@faaslens/instrumentation';

const KNOWN_SCOPES = new Set([
  '@opentelemetry/instrumentation-aws-lambda',
  'opentelemetry.instrumentation.aws_lambda',
  'go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda',
]);
const JAVA_SCOPE = 'io.opentelemetry.aws-lambda-';
const TELEMETRY_API_SCOPE = 'github.com/open-telemetry/opentelemetry-lambda/collector/receiver/telemetryapi';

/** A rule that the span itself fulfils, and what its parent must not be for the rule to hold. */
export interface Claim {
  readonly source: InvocationSource;
  readonly unless: 'nothing' | 'parent-has-trigger' | 'parent-is-local';
}

/**
 * The reasons why a span may be an invocation, strongest first; empty when it can never be one. The conditions on the
 * parent are left to `recogniseInvocations`, because the parent may arrive later.
 */
export function claimsOf(span: Span): readonly Claim[] {
  const claims: Claim[] = [];
  const attributes = normaliseAttributes(span.attributes);
  if (isInitPhase(span, attributes)) return claims;
  const trigger = hasTrigger(span);
  const entry = span.kind === 'server' || span.kind === 'consumer';
  if (trigger && span.scope.name === OWN_SCOPE) claims.push({ source: 'faaslens', unless: 'nothing' });
  if (trigger && (entry || isInternal(span.kind))) {
    claims.push({ source: 'faas.trigger', unless: 'parent-has-trigger' });
  }
  if (span.kind === 'server' && isKnownScope(span.scope.name)) {
    claims.push({ source: 'known-scope', unless: 'nothing' });
  }
  if (span.kind === 'server' && namesInvocation(attributes)) {
    claims.push({ source: 'faas.invocation_id', unless: 'parent-is-local' });
  }
  if (isDatadogRoot(attributes)) claims.push({ source: 'local-root', unless: 'nothing' });
  if (entry && isFaasResource(span.resource.attributes)) {
    if (isMarkedRoot(attributes)) claims.push({ source: 'local-root', unless: 'nothing' });
    claims.push({ source: 'faas-resource', unless: 'parent-is-local' });
  }
  return claims;
}

/** Whether the span itself says what triggered the function. */
export function hasTrigger(span: Span): boolean {
  return stringAttribute(span.attributes, 'faas.trigger') !== null;
}

function isInternal(kind: SpanKind): boolean {
  // OTLP lets a receiver take an unspecified kind for internal.
  return kind === 'internal' || kind === 'unspecified';
}

/** Time that an environment took to start: part of a cold start, never an invocation. */
function isInitPhase(span: Span, attributes: Attributes): boolean {
  if (span.scope.name === TELEMETRY_API_SCOPE) return true;
  if (/^aws\.lambda\.(?:load|require)/.test(span.name)) return true;
  return (
    isInternal(span.kind) &&
    /^init(?:$| )/.test(span.name) &&
    booleanAttribute(attributes, 'faas.coldstart') === true
  );
}

function isKnownScope(scope: string): boolean {
  return KNOWN_SCOPES.has(scope) || scope.startsWith(JAVA_SCOPE);
}

function namesInvocation(attributes: Attributes): boolean {
  return (
    stringAttribute(attributes, 'faas.invocation_id') !== null ||
    parseLambdaArn(stringAttribute(attributes, 'cloud.resource_id')) !== null
  );
}

function isDatadogRoot(attributes: Attributes): boolean {
  return (
    attributes['operation.name'] === 'aws.lambda' ||
    ('request_id' in attributes && 'functionname' in attributes)
  );
}

/** AWS marks the local roots of every service, so this counts only together with a function's resource. */
function isMarkedRoot(attributes: Attributes): boolean {
  return (
    booleanAttribute(attributes, 'aws.is.local.root') === true || attributes['aws.span.kind'] === 'LOCAL_ROOT'
  );
}
