'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { BUTTON } from './controls';

/** A button that opens a panel under itself; Escape, a click elsewhere or `close` shut it. */
export function Popover({
  label,
  button,
  children,
}: {
  readonly label: string;
  readonly button: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    const shut = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', shut);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', shut);
    };
  }, [open]);
  return (
    <div ref={root} className="relative">
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={label}
        className={BUTTON}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div
          role="dialog"
          aria-label={label}
          className="absolute right-0 z-30 mt-1.5 w-72 max-w-[calc(100vw-2rem)] rounded-lg bg-card p-3 shadow-tremor-dropdown ring-1 ring-line"
        >
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
