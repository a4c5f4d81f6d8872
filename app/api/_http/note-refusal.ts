import type { FaaslensError } from '@/core/errors';

/** Logs why a provider's sign-in was refused: the person who tried only learns that it was. */
export function noteRefusal(error: FaaslensError): void {
  const reasons = [];
  for (let at: unknown = error; at instanceof Error && reasons.length < 5; at = at.cause)
    reasons.push(at.message);
  process.stderr.write(
    `${JSON.stringify({ level: 'warn', msg: 'single sign-on failed', why: reasons.join(': ') })}\n`,
  );
}
