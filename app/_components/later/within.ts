/** An answer, or what it will be. */
export type Soon<Answer> = { readonly answer: Answer } | { readonly coming: Promise<Answer> };

/**
 * The answer if it arrives within this many milliseconds: it is then part of the first paint and moves nothing below
 * it. A failure is left to whoever shows the answer.
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
