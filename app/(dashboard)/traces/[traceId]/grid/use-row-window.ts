'use client';

import { type RefObject, useEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window';

/** Follows the page's scrolling and says which rows of the list have to be drawn. */
export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  open: { readonly index: number; readonly height: number } | null,
): RowWindow {
  const [view, setView] = useState({ top: 0, bottom: 1200 });
  useEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const top = -(list.current?.getBoundingClientRect().top ?? 0);
      // Steps of 200 px: scrolling within one draws nothing anew.
      const stepped = Math.floor(top / 200) * 200;
      setView((old) =>
        old.top === stepped ? old : { top: stepped, bottom: stepped + window.innerHeight + 200 },
      );
    };
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(measure);
    };
    measure();
    addEventListener('scroll', schedule, { passive: true });
    addEventListener('resize', schedule);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', schedule);
      removeEventListener('resize', schedule);
    };
  }, [list]);
  return rowWindow({ count, open, ...view });
}
