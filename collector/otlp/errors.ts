import { FaaslensError } from '@/core/errors';

/** The whole body cannot be read: it is answered once with 400, and sending it again would not help. */
export function malformed(message: string, cause?: unknown): FaaslensError {
  return new FaaslensError('invalid_input', message, cause === undefined ? {} : { cause });
}

/** One span or log record is refused and the rest of its body is kept; the message is shown to the sender. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
