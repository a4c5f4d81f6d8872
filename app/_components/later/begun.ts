/**
 * A question that a page asks and does not wait for: should it fail before the part of the screen that shows it has begun
 * to wait, that part tells it.
 */
export function begun<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => {});
  return answer;
}
