/** The closed set of reasons why Faaslens refuses or fails; each edge maps them to its own statuses in one place. */
export type FaaslensErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'overloaded'
  | 'unavailable'
  | 'timeout';

/**
 * An error whose message may be shown to the caller: it names the field or thing at fault and the fix, and never contains a
 * secret. Anything else that is thrown is a defect and is answered without its text.
 */
export class FaaslensError extends Error {
  override readonly name = 'FaaslensError';
  /** The code again: of an error that ended a screen, Next.js passes only this to the browser. */
  readonly digest: string;

  constructor(
    readonly code: FaaslensErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.digest = code;
  }
}

export const HTTP_STATUS: Readonly<Record<FaaslensErrorCode, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  overloaded: 503,
  unavailable: 503,
  timeout: 504,
};

/** Recognises a FaaslensError that crossed a thread or bundle boundary, where `instanceof` no longer holds. */
export function isFaaslensError(error: unknown): error is FaaslensError {
  return error instanceof Error && error.name === 'FaaslensError' && 'code' in error;
}
