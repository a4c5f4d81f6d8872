/**
 * A query that a page starts without awaiting it. If it fails before the part of the screen that shows it begins
 * to wait, that part reports the failure.
 */
export function begun<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => {});
  return answer;
}
