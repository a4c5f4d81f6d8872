/** An answer, or what it will be. */
export type Soon<Answer> = { readonly answer: Answer } | { readonly coming: Promise<Answer> };

/**
 * The answer if it comes within so many milliseconds: it is then part of the first picture, and moves nothing that is below
 * it. A failure is for who shows the answer.
 */
export async function within<Answer>(coming: Promise<Answer>, mostMs: number): Promise<Soon<Answer>> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<Soon<Answer>>((resolve) => {
    timer = setTimeout(() => resolve({ coming }), mostMs);
  });
  const answered = coming.then(
    (answer) => ({ answer }),
    () => ({ coming }),
  );
  const first = await Promise.race([answered, later]);
  clearTimeout(timer);
  return first;
}
