'use client';

import { type ReactNode, useId, useState } from 'react';
import { BUTTON } from './controls';

/** Where it folds: on a phone among others in its row, or below 1280 px as a part of a grid. */
const LOOKS = {
  phone: {
    frame: 'contents',
    button: 'sm:hidden',
    open: 'flex flex-wrap gap-2 max-sm:basis-full sm:contents',
    closed: 'max-sm:hidden sm:contents',
  },
  narrow: {
    frame: 'min-w-0 self-start',
    button: 'w-full justify-center xl:hidden',
    open: 'max-xl:mt-3',
    closed: 'max-xl:hidden',
  },
} as const;

/** Folds behind a button what would push a list far down on a phone, or narrow it beside a grid; always open on wide windows. */
export function FoldWhenNarrow({
  on = 'narrow',
  label,
  children,
}: {
  readonly on?: keyof typeof LOOKS;
  readonly label: string;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { frame, button, open, closed } = LOOKS[on];
  return (
    <div className={frame}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        className={`${BUTTON} ${button}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? `Hide ${label}` : `Show ${label}`}
      </button>
      <div id={id} className={isOpen ? open : closed}>
        {children}
      </div>
    </div>
  );
}
