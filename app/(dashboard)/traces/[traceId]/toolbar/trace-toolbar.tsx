'use client';

import type { ReactNode } from 'react';
import { BUTTON } from '../../../../_components/ui/controls';
import { type TraceState, type TraceViewName, VIEWS } from '../state/trace-state';
import type { ChangeTrace } from '../state/use-trace-state';
import { KeysHelp } from './keys-help';
import { SearchBox, type SearchBoxProps } from './search-box';

const VIEW_LABELS: Readonly<Record<TraceViewName, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame graph',
  table: 'Table',
};

interface TraceToolbarProps extends SearchBoxProps {
  readonly state: TraceState;
  readonly change: ChangeTrace;
  readonly errorCount: number;
  readonly onLevel: (step: 1 | -1) => void;
  /** The menu of what can be copied. */
  readonly copy: ReactNode;
}

/** How the trace is looked at: view, search, errors only, levels. */
export function TraceToolbar(props: TraceToolbarProps) {
  const { state, change, errorCount, onLevel, copy } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
      <fieldset className="flex rounded-md border border-line">
        <legend className="sr-only">View</legend>
        {VIEWS.map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={state.view === view}
            onClick={() => change({ view })}
            className={`h-8 px-3 first:rounded-l-md last:rounded-r-md ${
              state.view === view
                ? 'bg-brand-soft font-medium text-brand-strong'
                : 'text-muted hover:bg-hover'
            }`}
          >
            {VIEW_LABELS[view]}
          </button>
        ))}
      </fieldset>
      <SearchBox {...props} />
      <button
        type="button"
        aria-pressed={state.errorsOnly}
        disabled={errorCount === 0 && !state.errorsOnly}
        onClick={() => change({ errorsOnly: !state.errorsOnly })}
        className={`${BUTTON} ${state.errorsOnly ? 'border-bad text-bad' : ''}`}
      >
        Errors only
      </button>
      {state.view === 'waterfall' && (
        <fieldset className="flex items-center gap-1">
          <legend className="sr-only">Levels</legend>
          <button
            type="button"
            className={`${BUTTON} px-2`}
            aria-label="Show one level less"
            onClick={() => onLevel(-1)}
          >
            −
          </button>
          <span className="min-w-16 text-center text-muted text-tremor-label tabular-nums">
            {state.level === null
              ? 'all levels'
              : `${state.level + 1} ${state.level === 0 ? 'level' : 'levels'}`}
          </span>
          <button
            type="button"
            className={`${BUTTON} px-2`}
            aria-label="Show one level more"
            onClick={() => onLevel(1)}
          >
            +
          </button>
        </fieldset>
      )}
      {state.zoom !== null && (
        <button type="button" className={BUTTON} onClick={() => change({ zoom: null })}>
          Whole trace
        </button>
      )}
      <div className="ml-auto flex gap-2">
        {copy}
        <KeysHelp />
      </div>
    </div>
  );
}
