'use client';

import { useState } from 'react';
import { useQuery } from '../url/use-query';

interface Pointer {
  readonly activeLabel?: string | number | undefined;
}

/** Dragging over a chart narrows the page's time range to what was marked; a click to one step, when clicks zoom. */
export function useZoom(stepMs: number, clickZooms = false) {
  const { change } = useQuery();
  const [mark, setMark] = useState<{ readonly start: number; readonly end: number } | null>(null);

  const at = (pointer: Pointer | null) =>
    pointer?.activeLabel === undefined ? null : Number(pointer.activeLabel);
  const finish = () => {
    if (mark === null) return;
    setMark(null);
    if (mark.start === mark.end && !clickZooms) return;
    change({
      from: new Date(Math.min(mark.start, mark.end)).toISOString(),
      to: new Date(Math.max(mark.start, mark.end) + stepMs).toISOString(),
    });
  };
  return {
    mark,
    handlers: {
      onMouseDown: (pointer: Pointer | null) => {
        const time = at(pointer);
        if (time !== null) setMark({ start: time, end: time });
      },
      onMouseMove: (pointer: Pointer | null) => {
        const time = at(pointer);
        if (mark !== null && time !== null && time !== mark.end) setMark({ ...mark, end: time });
      },
      onMouseUp: finish,
      onMouseLeave: () => setMark(null),
    },
  };
}
