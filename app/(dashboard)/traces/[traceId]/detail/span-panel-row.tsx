'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/** The details of a span as a row under its own; tells whenever its height in pixels changes, 0 when it closes. */
export function SpanPanelRow({
  onHeight,
  children,
}: {
  readonly onHeight: (height: number) => void;
  readonly children: ReactNode;
}) {
  const root = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight));
    observer.observe(element);
    return () => {
      observer.disconnect();
      onHeight(0);
    };
  }, [onHeight]);
  return (
    <tr ref={root} className="block border-line border-y">
      <td colSpan={6} className="block cursor-auto bg-page">
        {children}
      </td>
    </tr>
  );
}
