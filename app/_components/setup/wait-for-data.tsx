'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const EVERY_MS = 2000;
const HELP_AFTER_MS = 60_000;

async function hasData(signal: AbortSignal): Promise<boolean> {
  const response = await fetch('/api/v1/setup', { signal });
  if (!response.ok) return false;
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'hasData' in body && body.hasData === true;
}

/** Asks every two seconds whether something has arrived, and then replaces the page by the real screen. */
export function WaitForData() {
  const router = useRouter();
  const [arrived, setArrived] = useState(false);
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      if (document.hidden) return;
      // A server that is restarting is asked again next time.
      const answer = await hasData(stop.signal).catch(() => false);
      if (!answer || stop.signal.aborted) return;
      clearInterval(timer);
      setArrived(true);
      router.refresh();
    };
    const timer = setInterval(() => void ask(), EVERY_MS);
    const helper = setTimeout(() => setHelp(true), HELP_AFTER_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
      clearTimeout(helper);
    };
  }, [router]);
  return (
    <div className="mt-4 border-line border-t pt-4">
      <p role="status" className="flex items-center gap-2.5 font-medium text-ink">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${arrived ? 'bg-good' : 'motion-safe:animate-pulse bg-warn'}`}
        />
        {arrived ? 'The first trace is here' : 'Waiting for the first trace…'}
      </p>
      {help && !arrived && (
        <ul className="mt-2 ml-4.5 list-disc text-muted">
          <li>Can the function reach the address above? From a cloud, a loopback address never works.</li>
          <li>
            Was it invoked after the variable was set, and does the SDK flush before the function freezes?
          </li>
          <li>A 401 in the function’s log means a missing or wrong key.</li>
        </ul>
      )}
    </div>
  );
}
