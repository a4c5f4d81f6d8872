'use client';

import { type RefObject, useEffect, useState } from 'react';
import { BUTTON, CONTROL } from '../../../../_components/ui/controls';
import type { TraceState } from '../state/trace-state';
import type { ChangeTrace } from '../state/use-trace-state';

export interface SearchBoxProps {
  readonly state: Pick<TraceState, 'find'>;
  readonly change: ChangeTrace;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly matchCount: number;
  /** Which of the matches is the active span, from 1; 0 when it is none. */
  readonly matchAt: number;
  readonly onMatch: (step: 1 | -1) => void;
}

/** Searches in the trace while one types, and goes from match to match. */
export function SearchBox({ state, change, search, matchCount, matchAt, onMatch }: SearchBoxProps) {
  // The URL follows what is typed, but some frames later: the field keeps its own text.
  const [typed, setTyped] = useState(state.find);
  useEffect(() => {
    if (document.activeElement !== search.current) setTyped(state.find);
  }, [state.find, search]);
  return (
    <search className="flex min-w-0 max-w-full items-center gap-1">
      <input
        ref={search}
        type="search"
        aria-label="Search in the trace"
        placeholder="Name, service, status, id"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          change({ find: event.currentTarget.value }, 'quietly');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onMatch(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className={`${CONTROL} w-52 min-w-0 ${typed === '' ? '' : 'border-brand'}`}
      />
      {state.find !== '' && (
        <>
          <span role="status" className="min-w-14 text-center text-muted text-tremor-label tabular-nums">
            {matchCount === 0 ? 'none' : matchAt === 0 ? `${matchCount}` : `${matchAt} of ${matchCount}`}
          </span>
          <button
            type="button"
            className={`${BUTTON} px-2`}
            aria-label="Previous match"
            disabled={matchCount === 0}
            onClick={() => onMatch(-1)}
          >
            ↑
          </button>
          <button
            type="button"
            className={`${BUTTON} px-2`}
            aria-label="Next match"
            disabled={matchCount === 0}
            onClick={() => onMatch(1)}
          >
            ↓
          </button>
        </>
      )}
    </search>
  );
}
