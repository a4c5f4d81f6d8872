import { type PointerEvent, type RefObject, useRef } from 'react';

/** Moves what is in a scrolling frame with a dragged mouse. A touch scrolls by itself, and a press on a link is the link's. */
export function useDragScroll(frame: RefObject<HTMLElement | null>) {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const end = () => {
    from.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const isLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (event.pointerType === 'touch' || event.button !== 0 || isLink || frame.current === null) return;
      from.current = {
        x: event.clientX + frame.current.scrollLeft,
        y: event.clientY + frame.current.scrollTop,
      };
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === null || event.buttons === 0) return end();
      frame.current?.scrollTo(from.current.x - event.clientX, from.current.y - event.clientY);
    },
    onPointerUp: end,
    onPointerLeave: end,
  };
}
