import { type Attributes, booleanAttribute, stringAttribute } from './attributes';
import { isFaasResource, parseLambdaArn } from './faas-resource';
import { initPhaseOf, isInternal } from './init-phase';
import type { InvocationSource } from './invocation';
import type { Span } from './telemetry';

const OWN_SCOPE = '@faaslens/instrumentation';

const KNOWN_SCOPES = new Set([
  '@opentelemetry/instrumentation-aws-lambda',
  'opentelemetry.instrumentation.aws_lambda',
  'go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda',
]);
const JAVA_SCOPE = 'io.opentelemetry.aws-lambda-';

/** A rule that the span itself satisfies, and what its parent must not be for the rule to apply. */
export interface Claim {
  readonly source: InvocationSource;
  readonly unless: 'nothing' | 'parent-has-trigger' | 'parent-is-local';
}

const OWN: Claim = { source: 'faaslens', unless: 'nothing' };
const TRIGGERED: Claim = { source: 'faas.trigger', unless: 'parent-has-trigger' };
const SCOPED: Claim = { source: 'known-scope', unless: 'nothing' };
const NAMED: Claim = { source: 'faas.invocation_id', unless: 'parent-is-local' };
const MARKED: Claim = { source: 'local-root', unless: 'nothing' };
const RESOURCED: Claim = { source: 'faas-resource', unless: 'parent-is-local' };

/** Shared, because nearly every span has no claims. */
const NO_CLAIMS: readonly Claim[] = [];

/**
 * The reasons why a span may be an invocation, strongest first; empty when it can never be one. Conditions on the parent are
 * left to `recogniseInvocations`, because the parent may arrive later.
 */
export function claimsOf(span: Span): readonly Claim[] {
  const { attributes, kind } = span;
  const isEntry = kind === 'server' || kind === 'consumer';
  const trigger = hasTrigger(span);
  const datadog = isDatadogRoot(attributes);
  if (!isEntry && !trigger && !datadog) return NO_CLAIMS;
  if (initPhaseOf(span) !== null) return NO_CLAIMS;
  const claims: Claim[] = [];
  if (trigger && span.scope.name === OWN_SCOPE) claims.push(OWN);
  if (trigger && (isEntry || isInternal(kind))) claims.push(TRIGGERED);
  if (kind === 'server' && isKnownScope(span.scope.name)) claims.push(SCOPED);
  if (kind === 'server' && namesInvocation(attributes)) claims.push(NAMED);
  if (datadog) claims.push(MARKED);
  if (isEntry && isFunction(span.resource.attributes)) {
    if (isMarkedRoot(attributes)) claims.push(MARKED);
    claims.push(RESOURCED);
  }
  return claims;
}

/** Whether the span itself says what triggered the function. */
export function hasTrigger(span: Span): boolean {
  return stringAttribute(span.attributes, 'faas.trigger') !== null;
}

const functions = new WeakMap<Attributes, boolean>();

/** Computed once per resource object, which many spans share. */
function isFunction(resource: Attributes): boolean {
  let answer = functions.get(resource);
  if (answer === undefined) {
    answer = isFaasResource(resource);
    functions.set(resource, answer);
  }
  return answer;
}

function isKnownScope(scope: string): boolean {
  return KNOWN_SCOPES.has(scope) || scope.startsWith(JAVA_SCOPE);
}

/** Checks the current attribute names and the old ones. */
function namesInvocation(attributes: Attributes): boolean {
  return (
    (stringAttribute(attributes, 'faas.invocation_id') ?? stringAttribute(attributes, 'faas.execution')) !==
      null ||
    parseLambdaArn(
      stringAttribute(attributes, 'cloud.resource_id') ?? stringAttribute(attributes, 'faas.id'),
    ) !== null
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
