import { type Attributes, numberAttribute, stringAttribute } from './attributes';
import type { Outcome } from './invocation';
import type { Span } from './telemetry';

/** How an invocation ended. Type and message are null for `ok`, and if the sender gave none. */
export interface InvocationResult {
  readonly outcome: Outcome;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
}

/** Values of `error.type` when the platform, not the function's own code, ended the invocation. */
const TIMEOUT_TYPES = new Set([
  'timeout',
  'sandbox.timedout',
  'microsoft.azure.webjobs.host.functiontimeoutexception',
]);
const OOM_TYPES = new Set([
  'oom',
  'outofmemory',
  'runtime.outofmemory',
  'outofmemoryerror',
  'java.lang.outofmemoryerror',
  'memoryerror',
  'system.outofmemoryexception',
  'err_worker_out_of_memory',
]);

/** Cloudflare's outcomes; those not listed say nothing about the function. */
const CLOUDFLARE: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['exception', 'error'],
  ['scriptNotFound', 'error'],
  ['internalError', 'error'],
  ['killSwitch', 'error'],
  ['daemonDown', 'error'],
  ['exceededCpu', 'timeout'],
  ['exceededWallTime', 'timeout'],
  ['exceededMemory', 'oom'],
  ['loadShed', 'throttled'],
]);

/** How the invocation of this span ended; the platform's signs of timeout and out of memory take precedence over an error. */
export function resultOf(span: Span): InvocationResult {
  const verdict = stringAttribute(span.attributes, 'cloudflare.outcome');
  const exception = span.events.findLast((event) => event.name === 'exception')?.attributes ?? {};
  const ownType = stringAttribute(span.attributes, 'error.type');
  const errorType = ownType ?? stringAttribute(exception, 'exception.type');
  // By convention `error.type` is only set when the operation failed; an explicit `ok` overrides it.
  const failed = span.status === 'error' || (span.status === 'unset' && ownType !== null);
  const errorMessage =
    (span.statusMessage === '' ? null : span.statusMessage) ??
    stringAttribute(exception, 'exception.message') ??
    stringAttribute(span.attributes, 'error.message');
  const judged = verdict === null ? undefined : CLOUDFLARE.get(verdict);
  const outcome = judged ?? outcomeOf(failed, errorType?.toLowerCase() ?? '', errorMessage ?? '');
  if (outcome === 'ok') return { outcome, errorType: null, errorMessage: null };
  const fallback = outcome === 'error' ? httpError(span.attributes) : verdict;
  return { outcome, errorType: errorType ?? fallback, errorMessage };
}

/** The conventions' error type for a plain HTTP error: the digits of the status. */
function httpError(span: Attributes): string | null {
  const status =
    numberAttribute(span, 'http.response.status_code') ?? numberAttribute(span, 'http.status_code');
  return status !== null && status >= 400 && status < 600 ? String(status) : null;
}

function outcomeOf(failed: boolean, type: string, message: string): Outcome {
  // A handled exception is recorded on spans that did not fail.
  if (!failed) return 'ok';
  if (TIMEOUT_TYPES.has(type) || /\bTask timed out after [\d.]+ seconds/.test(message)) return 'timeout';
  // Lambda's runtime was killed from outside, which means the memory limit.
  const killed = type === 'runtime.exiterror' && /signal: killed/.test(message);
  return killed || OOM_TYPES.has(type) ? 'oom' : 'error';
}
