import type { FaaslensError } from '@/core/errors';

/** Writes to the log why a provider let nobody in: the person who tried is told no more than that it did not. */
export function noteRefusal(error: FaaslensError): void {
  const reasons = [];
  for (let at: unknown = error; at instanceof Error && reasons.length < 5; at = at.cause)
    reasons.push(at.message);
  process.stderr.write(
    `${JSON.stringify({ level: 'warn', msg: 'single sign-on failed', why: reasons.join(': ') })}\n`,
  );
}
