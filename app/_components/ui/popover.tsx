'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { BUTTON } from './controls';

/**
 * A button that opens a panel under itself, on a phone as wide as the page, and moves the focus into it; Escape, a click
 * elsewhere or `close` shut it.
 * The button is called `label` and what it shows.
 */
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
  const panel = useRef<HTMLDivElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  }, []);
  useEffect(() => {
    if (!open) return;
    panel.current?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    const shut = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', shut);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', shut);
    };
  }, [open, close]);
  return (
    <div ref={root} className="sm:relative">
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        className={`${BUTTON} max-w-full max-sm:px-2`}
        onClick={() => setOpen(!open)}
      >
        <span className="sr-only">{label}: </span>
        {button}
      </button>
      {open && (
        <div
          ref={panel}
          tabIndex={-1}
          role="dialog"
          aria-label={label}
          className="absolute z-30 mt-1.5 rounded-lg max-sm:inset-x-4 sm:right-0 sm:w-72 bg-card p-3 outline-none shadow-tremor-dropdown ring-1 ring-line"
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
