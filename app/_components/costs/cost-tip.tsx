'use client';

import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { placeTip } from './place-tip';

/** One line of a cost: its name, its arithmetic, its amount. */
export interface TipLine {
  readonly label: string;
  readonly how: string;
  readonly amount: string;
}

/**
 * A cost with its arithmetic in a tooltip, opened by pointer, focus or tap; Escape and scrolling close it.
 * `grid`: inside a grid whose own keys reach the same figures, so that Tab does not stop at every row.
 */
export function CostTip({
  lines,
  notes = [],
  grid = false,
  children,
}: {
  readonly lines: readonly TipLine[];
  readonly notes?: readonly string[];
  readonly grid?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = () => setOpen(false);
    window.addEventListener('scroll', close, { capture: true, passive: true });
    return () => window.removeEventListener('scroll', close, { capture: true });
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <span onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        ref={button}
        type="button"
        tabIndex={grid ? -1 : undefined}
        aria-describedby={open ? id : undefined}
        className="cursor-help decoration-faint decoration-dotted underline-offset-2 hover:underline focus-visible:underline"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
      >
        {children}
      </button>
      {open && <Tip id={id} at={button} lines={lines} notes={notes} />}
    </span>
  );
}

/** Drawn on top of everything, so that no scrolling table clips it. */
function Tip({
  id,
  at,
  lines,
  notes,
}: {
  readonly id: string;
  readonly at: { readonly current: HTMLElement | null };
  readonly lines: readonly TipLine[];
  readonly notes: readonly string[];
}) {
  const tip = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const own = tip.current;
    if (!own || !at.current) return;
    own.showPopover();
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top } = placeTip(at.current.getBoundingClientRect(), own.getBoundingClientRect(), view);
    own.style.left = `${left}px`;
    own.style.top = `${top}px`;
  }, [at]);
  return (
    <span
      ref={tip}
      id={id}
      role="tooltip"
      popover="manual"
      className="fixed inset-auto m-0 max-w-[min(30rem,calc(100vw-1rem))] whitespace-normal rounded-md bg-card px-3 py-2 text-left font-normal text-body text-tremor-label shadow-tremor-dropdown ring-1 ring-line"
    >
      {lines.map(({ label, how, amount }) => (
        <span key={`${label} ${how}`} className="flex items-baseline gap-3 py-0.5 tabular-nums">
          <span className="shrink-0 text-ink">{label}</span>
          <span className="min-w-0 grow text-muted">{how}</span>
          <span className="shrink-0 text-ink">{amount}</span>
        </span>
      ))}
      {notes.map((note) => (
        <span key={note} className="block border-line pt-1 text-muted not-first:mt-1 not-first:border-t">
          {note}
        </span>
      ))}
    </span>
  );
}
