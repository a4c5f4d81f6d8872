/**
 * Waits for an answer, but no longer than so many milliseconds: what comes in that time is part of the first picture, and
 * moves nothing that is below it. A failure is for who shows the answer.
 */
export async function waited(answer: Promise<unknown>, mostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  const answered = answer.then(
    () => {},
    () => {},
  );
  await Promise.race([answered, over]);
  clearTimeout(timer);
}
