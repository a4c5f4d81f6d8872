import type { ReactNode } from 'react';

/** What is made of an answer, as soon as it is there; what surrounds it says what is shown until then. */
export async function Coming<Answer>({
  answer,
  children,
}: {
  readonly answer: Promise<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}) {
  return children(await answer);
}
