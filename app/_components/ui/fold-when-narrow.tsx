'use client';

import { type ReactNode, useId, useState } from 'react';
import { BUTTON } from './controls';

/** What would push a list far down on a phone, or take columns from it beside it, lies behind a button; on wide windows it is always open. */
export function FoldWhenNarrow({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="min-w-0 self-start">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className={`${BUTTON} w-full justify-center xl:hidden`}
        onClick={() => setOpen(!open)}
      >
        {open ? `Hide ${label}` : `Show ${label}`}
      </button>
      <div id={id} className={open ? 'max-xl:mt-3' : 'max-xl:hidden'}>
        {children}
      </div>
    </div>
  );
}
