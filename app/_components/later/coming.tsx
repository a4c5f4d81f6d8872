import type { ReactNode } from 'react';
import type { Soon } from './within';

/** What is made of an answer, at once or as soon as it is there; what surrounds it says what is shown until then. */
export function Coming<Answer>({
  of,
  children,
}: {
  readonly of: Soon<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}) {
  return 'answer' in of ? children(of.answer) : of.coming.then(children);
}
