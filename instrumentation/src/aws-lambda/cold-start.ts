import type { Environment } from '../config/environment';
import type { FirstInvocation } from '../runtime';
import type { Attributes } from '../trace/attributes';

// Kinds of initialisation that no caller waits for.
const PREPARED = new Set(['provisioned-concurrency', 'snap-start', 'lambda-managed-instances']);

// An environment that waited longer than this for its first event was prepared ahead of time.
const PROACTIVE_AFTER_MS = 10_000;

/**
 * `faas.coldstart`, and on a cold start `faaslens.init_duration_ms`: ms from the start of the process to the first call
 * of the handler.
 *
 * @param first `undefined` for every invocation but the first of the process
 */
export function coldStartAttributes(first: FirstInvocation | undefined, env: Environment): Attributes {
  const isCold =
    first !== undefined &&
    first.sinceLoad <= PROACTIVE_AFTER_MS &&
    !PREPARED.has(env.AWS_LAMBDA_INITIALIZATION_TYPE ?? '');
  return {
    'faas.coldstart': isCold,
    'faaslens.init_duration_ms': isCold ? first.sinceProcessStart : undefined,
  };
}
