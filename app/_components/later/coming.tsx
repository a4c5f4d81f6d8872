import type { ReactNode } from 'react';
import type { Soon } from './within';

/** Renders an answer as soon as it is there; the surrounding Suspense boundary decides what is shown until then. */
export function Coming<Answer>({
  of,
  children,
}: {
  readonly of: Soon<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}) {
  return 'answer' in of ? children(of.answer) : of.coming.then(children);
}
