import { FaaslensError } from '@/core/errors';

/** The error for an unreadable body: answered with 400, because a retry would not help. */
export function malformed(message: string, cause?: unknown): FaaslensError {
  return new FaaslensError('invalid_input', message, cause === undefined ? {} : { cause });
}

/** One span or log record is refused while the rest of its body is kept; the sender sees the message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
