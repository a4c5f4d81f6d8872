'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { onGoing } from '../url/going';

/**
 * A line at the top for as long as the server works on the screen that was asked for; the old one stays meanwhile. Where it
 * answers at once, the line is never seen (globals.css).
 */
export function ProgressLine() {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [left, setLeft] = useState<string | null>(null);
  useEffect(() => {
    const go = (address: string) => {
      const { pathname, searchParams } = new URL(address, location.href);
      // Who comes back to where they are is no longer on the way to anywhere else.
      setLeft(`${pathname}?${searchParams}` === here ? null : here);
    };
    // A link takes the click from the browser; who opens a new tab leaves it.
    const clicked = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (event.defaultPrevented && link !== null) go(link.href);
    };
    addEventListener('click', clicked);
    const end = onGoing(go);
    return () => {
      removeEventListener('click', clicked);
      end();
      // Whoever has arrived leaves no more.
      setLeft(null);
    };
  }, [here]);
  return left === here ? <div role="progressbar" aria-label="Loading" className="progress-line" /> : null;
}
