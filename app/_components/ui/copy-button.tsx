'use client';

import { useEffect, useState } from 'react';
import { copyText } from './copy-text';

/** Copies a text, or what a function returns when pressed, and says so for two seconds. */
export function CopyButton({
  text,
  label = 'Copy',
}: {
  readonly text: string | (() => string | Promise<string>);
  readonly label?: string;
}) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (button: Element) => {
    try {
      await copyText(typeof text === 'string' ? text : await text(), button);
      setState('done');
    } catch {
      setState('failed');
    }
  };
  return (
    <button
      type="button"
      onClick={(event) => void copy(event.currentTarget)}
      className="rounded border border-line bg-card px-2 py-0.5 text-muted text-tremor-label hover:border-line-strong hover:text-ink"
    >
      <span aria-live="polite">
        {state === 'done' ? 'Copied' : state === 'failed' ? 'Copy by hand' : label}
      </span>
    </button>
  );
}
