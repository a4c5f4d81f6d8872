'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { type Area, areaOf, type Corner } from './area';

interface Mark {
  readonly start: Corner;
  readonly end: Corner;
  /** `hover`: under the pointer; `drag`: being selected; `done`: selected. */
  readonly state: 'hover' | 'drag' | 'done';
}

const ARROWS: Readonly<Record<string, Corner>> = {
  ArrowLeft: { step: -1, band: 0 },
  ArrowRight: { step: 1, band: 0 },
  ArrowUp: { step: 0, band: 1 },
  ArrowDown: { step: 0, band: -1 },
};

/** The selection in a grid of cells, by pointer or keys; a click on one cell, or Enter, opens it. */
export function useArea(steps: number, bands: number, open: (area: Area) => void) {
  const [mark, setMark] = useState<Mark | null>(null);
  const inGrid = ({ step, band }: Corner): Corner => ({
    step: Math.min(Math.max(step, 0), steps - 1),
    band: Math.min(Math.max(band, 0), bands - 1),
  });
  const cornerAt = (event: PointerEvent): Corner => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return inGrid({
      step: Math.floor(((event.clientX - left) / width) * steps),
      band: bands - 1 - Math.floor(((event.clientY - top) / height) * bands),
    });
  };
  const isOne = ({ start, end }: Mark) => start.step === end.step && start.band === end.band;

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const start = cornerAt(event);
      setMark({ start, end: start, state: 'drag' });
    },
    onPointerMove: (event: PointerEvent) => {
      const end = cornerAt(event);
      if (mark?.state === 'drag') setMark({ ...mark, end });
      else if (mark?.state !== 'done') setMark({ start: end, end, state: 'hover' });
    },
    onPointerUp: () => {
      if (mark?.state !== 'drag') return;
      if (isOne(mark)) {
        setMark({ ...mark, state: 'hover' });
        open(areaOf(mark.start, mark.end));
      } else setMark({ ...mark, state: 'done' });
    },
    // The browser has taken over the touch for scrolling.
    onPointerCancel: () => setMark(null),
    onPointerLeave: () => {
      if (mark?.state === 'hover') setMark(null);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const by = ARROWS[event.key];
      if (by) {
        event.preventDefault();
        const from = mark?.end ?? { step: Math.floor(steps / 2), band: bands - 1 };
        const end = mark ? inGrid({ step: from.step + by.step, band: from.band + by.band }) : from;
        setMark(
          event.shiftKey && mark
            ? { start: mark.start, end, state: 'done' }
            : { start: end, end, state: 'hover' },
        );
      } else if (event.key === 'Enter' && mark) open(areaOf(mark.start, mark.end));
      else if (event.key === 'Escape') setMark(null);
    },
  };
  return {
    area: mark && areaOf(mark.start, mark.end),
    isMarked: mark?.state === 'done',
    handlers,
    clear: () => setMark(null),
  };
}
