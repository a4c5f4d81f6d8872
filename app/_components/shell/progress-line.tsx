'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { onGoing } from '../url/going';

/**
 * A line at the top while the server prepares the requested screen; the old one stays meanwhile. If the response is
 * fast, the line never becomes visible (globals.css).
 */
export function ProgressLine() {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [left, setLeft] = useState<string | null>(null);
  useEffect(() => {
    const go = (address: string) => {
      const { pathname, searchParams } = new URL(address, location.href);
      // Going back to the current screen cancels any other navigation.
      setLeft(`${pathname}?${searchParams}` === here ? null : here);
    };
    // A link prevents the browser's default; opening a new tab does not leave the page.
    const clicked = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (event.defaultPrevented && link !== null) go(link.href);
    };
    addEventListener('click', clicked);
    const end = onGoing(go);
    return () => {
      removeEventListener('click', clicked);
      end();
      // Navigation has ended.
      setLeft(null);
    };
  }, [here]);
  return left === here ? <div role="progressbar" aria-label="Loading" className="progress-line" /> : null;
}
