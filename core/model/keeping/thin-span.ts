import type { Attributes } from '../attributes';
import { claimsOf, hasTrigger } from '../candidate';
import { dependencyOf } from '../costs/dependency';
import { isOutgoing } from '../costs/own-spans';
import { initPhaseOf } from '../init-phase';
import { factsOfSpan } from '../platform/facts-of-span';
import type { Span } from '../telemetry';

/** The attribute that marks a span whose details were removed. */
const THINNED_KEY = 'faaslens.details';
const THINNED_VALUE = 'not kept';

/** Attributes that identify the target of a call (`dependencyOf`), except complete addresses. */
const DEPENDENCY_KEYS: readonly string[] = [
  'rpc.system.name',
  'rpc.system',
  'rpc.service',
  'rpc.method',
  'messaging.system.name',
  'messaging.system',
  'messaging.destination.name',
  'db.system.name',
  'db.system',
  'db.namespace',
  'db.name',
  'db.collection.name',
  'server.address',
  'net.peer.name',
  'peer.service',
  'faas.invoked_name',
  'aws.s3.bucket',
  'aws.kinesis.stream_name',
  'aws.step_functions.state_machine.arn',
  'aws.secretsmanager.secret.arn',
  'aws.dynamodb.table_names',
];

export function isThinned({ attributes }: Pick<Span, 'attributes'>): boolean {
  return attributes[THINNED_KEY] === THINNED_VALUE;
}

/**
 * The span without its details, such that everything derived from its trace stays the same. A span that may be an invocation, or
 * describes an init or a trigger, stays whole. Returns the same object when nothing can be removed.
 */
export function thinSpan(span: Span): Span {
  if (isThinned(span) || mustStayWhole(span)) return span;
  const attributes = isOutgoing(span) ? dependencyAttributes(span) : {};
  if (attributes === null) return span;
  return { ...span, attributes: { ...attributes, [THINNED_KEY]: THINNED_VALUE }, events: [] };
}

function mustStayWhole(span: Span): boolean {
  return (
    claimsOf(span).length > 0 ||
    hasTrigger(span) ||
    initPhaseOf(span) !== null ||
    factsOfSpan(span).length > 0
  );
}

/** The smallest set of attributes that yields the same dependency; null when all are needed. */
function dependencyAttributes(span: Span): Attributes | null {
  const { name, kind } = dependencyOf(span);
  const named = Object.fromEntries(
    Object.entries(span.attributes).filter(([key]) => DEPENDENCY_KEYS.includes(key)),
  );
  // An address may contain anything; only its host matters.
  for (const attributes of [named, { ...named, 'server.address': name }]) {
    const thin = dependencyOf({ ...span, attributes });
    if (thin.name === name && thin.kind === kind) return attributes;
  }
  return null;
}
