import type { Environment } from '../config/environment';
import type { InvocationStart, ResultDescription } from '../platform';

// The front end began to count before the request came here.
const EARLY_MS = 500;

/**
 * Adds what the time limit that Google has for requests means for an invocation: it is told shortly before, and an
 * answer that comes after it is a timeout, as is a connection that ends at it without one (a result that is `undefined`,
 * where `describeResult` knows results). Google's front end answers 504 then, and the function runs on.
 */
export function withRequestLimit<Start extends Pick<InvocationStart, 'attributes' | 'describeResult'>>(
  start: Start,
  env: Environment,
): Start & Partial<InvocationStart> {
  const limitMs = Number(env.CLOUD_RUN_TIMEOUT_SECONDS ?? env.FUNCTION_TIMEOUT_SEC) * 1000;
  if (!(limitMs > 0)) return start;
  const deadline = performance.now() + limitMs;
  const leftMs = () => deadline - performance.now();
  let isCut = false;
  return {
    ...start,
    attributes: { ...start.attributes, 'faaslens.time_limit_ms': limitMs },
    // Nobody waits for an answer that comes too late, or that there is nobody left to give to.
    remainingMs: () => (isCut || leftMs() <= 0 ? Number.POSITIVE_INFINITY : leftMs()),
    describeResult(result: unknown): ResultDescription | undefined {
      const told = start.describeResult?.(result);
      isCut = start.describeResult !== undefined && result === undefined;
      return leftMs() < (isCut ? EARLY_MS : 0) ? { attributes: {}, ...told, errorType: 'timeout' } : told;
    },
  };
}
