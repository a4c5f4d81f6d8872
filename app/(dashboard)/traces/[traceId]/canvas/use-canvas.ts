'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** What a drawing is made on; sizes in CSS pixels. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** The colour that a CSS variable, as `var(--s-1)`, has in the theme. */
  color(variable: string): string;
}

/** A canvas that is drawn anew, once a frame at most, when `draw`, its size or the theme changes. */
export function useCanvas(draw: (sheet: Sheet) => void): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    let frame = 0;
    const paint = () => {
      frame = 0;
      const { clientWidth: width, clientHeight: height } = element;
      const density = window.devicePixelRatio;
      const [wide, high] = [Math.round(width * density), Math.round(height * density)];
      // Setting a size, even the same, is slow.
      if (element.width !== wide) element.width = wide;
      if (element.height !== high) element.height = high;
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, width, height);
      draw({ context, width, height, color: colorsOf(element) });
    };
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(paint);
    };
    schedule();
    const size = new ResizeObserver(schedule);
    size.observe(element);
    const theme = new MutationObserver(schedule);
    theme.observe(document.documentElement, { attributeFilter: ['class'] });
    return () => {
      cancelAnimationFrame(frame);
      size.disconnect();
      theme.disconnect();
    };
  }, [draw]);
  return canvas;
}

function colorsOf(element: Element): (variable: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (variable) => {
    const before = known.get(variable);
    if (before !== undefined) return before;
    const color = style.getPropertyValue(variable.replace(/^var\((.+)\)$/, '$1')).trim() || '#888';
    known.set(variable, color);
    return color;
  };
}
