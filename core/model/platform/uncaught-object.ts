import type { Thrown } from '../errors/failure';

/** Go's `log` prefixes the time by default. */
const GO_TIME = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /;
const BEGINNING = /^\{\s{0,8}"errorMessage":/;
/** The type that Ruby's runtime gives to an exception raised by a handler. */
const RUBY_TYPE = /^Function<(.{1,500})>$/;
/** Objects written by the runtimes are short. */
const MAX_LENGTH = 256 * 1024;

/**
 * The failure in the object that Lambda's runtimes for Go and Ruby log when a handler returns an error or raises an exception,
 * which is also the handler's response: only `errorMessage` and `errorType`, for Ruby also `stackTrace`. Null for anything else,
 * including a Go panic, which ends the process and is reported by the platform itself.
 */
export function failureInErrorObject(body: string): Thrown | null {
  const time = GO_TIME.exec(body)?.[0] ?? '';
  const text = body.slice(time.length);
  if (!BEGINNING.test(text) || text.length > MAX_LENGTH) return null;
  const { errorMessage, errorType, stackTrace, ...others } = objectIn(text);
  if (typeof errorMessage !== 'string' || typeof errorType !== 'string') return null;
  if (Object.keys(others).length > 0) return null;
  const ofRuby = RUBY_TYPE.exec(errorType)?.[1];
  if (ofRuby !== undefined) return Array.isArray(stackTrace) ? { type: ofRuby, message: errorMessage } : null;
  return stackTrace === undefined ? { type: errorType, message: errorMessage } : null;
}

function objectIn(text: string): { readonly [key: string]: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
