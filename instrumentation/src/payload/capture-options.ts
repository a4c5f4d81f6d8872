/** Which invocations' payloads are kept. */
export type PayloadMode = 'off' | 'error' | 'always';

/** What is kept of a handler's input and result. What is left out is as the `FAASLENS_PAYLOADS*` variables say. */
export interface CaptureOptions {
  /** `error`: only of invocations that fail. */
  readonly mode?: PayloadMode;
  /** Characters of JSON that are kept of each payload. */
  readonly maxLength?: number;
  /** Fields to hide, whatever their case, beside the usual names of secrets. */
  readonly maskKeys?: readonly string[];
  /** Texts to hide, beside bearer tokens, JWTs, AWS keys and card numbers. */
  readonly maskPatterns?: readonly RegExp[];
}
