import type { Thrown } from '../errors/failure';

/** Go's `log` writes the time before it, unless it is told not to. */
const GO_TIME = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /;
const BEGINNING = /^\{\s{0,8}"errorMessage":/;
/** How Ruby's runtime calls what a handler raised. */
const RUBY_TYPE = /^Function<(.{1,500})>$/;
/** Runtimes write short ones. */
const MAX_LENGTH = 256 * 1024;

/**
 * The failure in the object that Lambda's runtimes for Go and Ruby write of what a handler returned or raised, which is
 * also what they answer: `errorMessage` and `errorType` alone, and of Ruby the `stackTrace`. Null for all else; also for a
 * panic of Go, which ends the process: of that the platform tells itself.
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
