'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useQuery } from '../url/use-query';
import type { ChartRow } from './figure-rows';

/** What the chart library reports for a pointer: the step under it, if any. */
interface Pointer {
  readonly activeLabel?: string | number | undefined;
}

/** A mouse, or a touch, which has no buttons. */
interface Pressed {
  readonly button?: number;
}

interface Left {
  readonly clientX: number;
  readonly currentTarget: Element;
}

interface Marked {
  readonly start: number;
  readonly end: number;
}

/**
 * Dragging over a chart narrows the page's time range to the selection, even if it ends outside the chart; if clicks zoom, a
 * click narrows it to one step. Scrolling the page with a finger, or Escape, cancels the selection.
 */
export function useZoom(rows: readonly ChartRow[], stepMs: number, clickZooms = false) {
  const { change } = useQuery();
  const [mark, setMark] = useState<Marked | null>(null);
  // Several events may arrive before the selection is drawn.
  const drag = useRef<Marked | null>(null);
  const put = useCallback((next: Marked | null) => {
    drag.current = next;
    setMark(next);
  }, []);
  const extend = (time: number | undefined) => {
    const { current } = drag;
    if (current !== null && time !== undefined && time !== current.end) put({ ...current, end: time });
  };
  const finish = useCallback(() => {
    const done = drag.current;
    if (done === null) return;
    put(null);
    if (done.start === done.end && !clickZooms) return;
    change({
      from: new Date(Math.min(done.start, done.end)).toISOString(),
      to: new Date(Math.max(done.start, done.end) + stepMs).toISOString(),
    });
  }, [change, clickZooms, put, stepMs]);

  const isMarking = mark !== null;
  useEffect(() => {
    if (!isMarking) return;
    const cancel = () => put(null);
    const pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') cancel();
    };
    addEventListener('mouseup', finish);
    // The browser has taken over the touch for scrolling.
    addEventListener('pointercancel', cancel);
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('mouseup', finish);
      removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', pressed);
    };
  }, [finish, isMarking, put]);

  return {
    mark,
    handlers: {
      onMouseDown: (pointer: Pointer | null, { button = 0 }: Pressed) => {
        const time = timeAt(pointer);
        if (button === 0 && time !== undefined) put({ start: time, end: time });
      },
      onMouseMove: (pointer: Pointer | null) => extend(timeAt(pointer)),
      onMouseUp: (pointer: Pointer | null) => {
        extend(timeAt(pointer));
        finish();
      },
      /** Leaving the chart at a side selects everything up to that side. */
      onMouseLeave: (_: unknown, { clientX, currentTarget }: Left) => {
        const { left, right } = currentTarget.getBoundingClientRect();
        if (clientX <= left) extend(rows[0]?.t);
        else if (clientX >= right) extend(rows.at(-1)?.t);
      },
    },
  };
}

function timeAt(pointer: Pointer | null): number | undefined {
  return pointer?.activeLabel === undefined ? undefined : Number(pointer.activeLabel);
}
