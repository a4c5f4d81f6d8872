'use client';

import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { RelatedView, TraceSpanView, TraceView } from '@/core/model/views';
import { Nothing } from '../../../_components/ui/nothing';
import { CopyTrace } from './copy/copy-trace';
import { SpanPanel } from './detail/span-panel';
import { SpanPanelRow } from './detail/span-panel-row';
import type { TraceSource } from './detail/trace-source';
import { useOpenSpan } from './detail/use-open-span';
import { FlameGraph } from './flame/flame-graph';
import type { ActiveSpan } from './grid/use-span-grid';
import { Minimap } from './minimap/minimap';
import { findSpans, nextMatch } from './state/find-spans';
import { isForScreen, type ScreenKey, screenKey } from './state/screen-keys';
import { isError, useShownSpans } from './state/use-shown-spans';
import { useTraceState } from './state/use-trace-state';
import { SpanTable } from './table/span-table';
import { Legend } from './toolbar/legend';
import { TraceToolbar } from './toolbar/trace-toolbar';
import { movedAxis, traceAxis, zoomedAxis } from './waterfall/axis';
import { serviceColors } from './waterfall/service-colors';
import { Waterfall } from './waterfall/waterfall';

interface TraceExplorerProps {
  readonly trace: TraceView;
  readonly source: TraceSource;
  readonly related: readonly RelatedView[];
}

/** A trace as waterfall, flame graph or table, with what they have in common: zoom, search, filter, keys. */
export function TraceExplorer({ trace, source, related }: TraceExplorerProps) {
  const [state, change] = useTraceState();
  const { span: chosen, find, level, zoom } = state;
  const isKnown = useMemo(() => trace.spans.some(({ spanId }) => spanId === chosen), [trace, chosen]);
  const open = useOpenSpan(source, trace, isKnown ? chosen : null);
  const [active, setActive] = useState<ActiveSpan>({ id: chosen, count: 0 });
  const search = useRef<HTMLInputElement>(null);

  const { nodes, deepest, folding, rows, flat, matches, matchIds, standing } = useShownSpans(trace, state);
  const colors = useMemo(() => serviceColors(trace.spans.map((span) => span.service)), [trace]);
  const whole = useMemo(() => traceAxis(trace), [trace]);
  const axis = useMemo(() => zoomedAxis(whole, zoom), [whole, zoom]);

  const activate = useCallback((spanId: string) => setActive(({ count }) => ({ id: spanId, count })), []);
  const reveal = useCallback(
    (spanId: string) => {
      folding.show(spanId);
      setActive(({ count }) => ({ id: spanId, count: count + 1 }));
    },
    [folding],
  );
  const openSpan = useCallback((spanId: string | null) => change({ span: spanId }), [change]);
  const goTo = useCallback(
    (spanId: string) => {
      openSpan(spanId);
      reveal(spanId);
    },
    [openSpan, reveal],
  );
  const goToMatch = (step: 1 | -1) => {
    // What is typed reaches the URL some frames later; Enter may be faster.
    const typed = search.current?.value ?? find;
    const found = typed === find ? matches : findSpans(flat, typed);
    const next = nextMatch(found, trace.spans, active.id, step);
    if (next !== null) reveal(next.spanId);
  };
  const changeLevel = (step: 1 | -1) => {
    const next = (level ?? deepest) + step;
    change({ level: next >= deepest ? null : Math.max(0, next) });
  };
  const zoomTo = (next: typeof axis) =>
    change({ zoom: next.startMs <= whole.startMs && next.endMs >= whole.endMs ? null : next });

  const run = (key: ScreenKey) => {
    const span = trace.spans.find(({ spanId }) => spanId === active.id) ?? trace.spans[0];
    if (key.kind === 'view') change({ view: key.view });
    else if (key.kind === 'find') search.current?.focus();
    else if (key.kind === 'errors') change({ errorsOnly: !state.errorsOnly });
    else if (key.kind === 'match') goToMatch(key.step);
    else if (key.kind === 'level') changeLevel(key.step);
    else if (key.kind === 'zoom') zoomTo(movedAxis(whole, axis, { factor: key.factor }));
    else if (key.kind === 'pan') zoomTo(movedAxis(whole, axis, { by: key.by }));
    else if (key.kind === 'zoom-all') change({ zoom: null });
    else if (span) zoomTo({ startMs: span.offsetMs, endMs: span.offsetMs + Math.max(span.durationMs, 0.01) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = isForScreen(event) ? screenKey(event.key) : null;
    if (key === null) return;
    event.preventDefault();
    run(key);
  };

  const details = (span: TraceSpanView) => (
    <SpanPanel {...{ trace, span, source, related, axis }} loaded={open} onOpen={goTo} />
  );
  const panel = (span: TraceSpanView, onHeight: (height: number) => void): ReactNode => (
    <SpanPanelRow onHeight={onHeight}>{details(span)}</SpanPanelRow>
  );
  const shared = { colors, open: open.spanId, active, onActive: activate, onOpen: openSpan };
  const opened = trace.spans.find(({ spanId }) => spanId === open.spanId);
  return (
    <section aria-label="The trace" onKeyDown={onKeyDown}>
      <h2 className="sr-only">Spans</h2>
      <TraceToolbar
        state={state}
        change={change}
        search={search}
        errorCount={trace.spans.filter(isError).length}
        matchCount={matches.length}
        matchAt={matches.findIndex(({ spanId }) => spanId === active.id) + 1}
        onMatch={goToMatch}
        onLevel={changeLevel}
        copy={<CopyTrace trace={trace} source={source} />}
      />
      <Legend colors={colors} />
      {state.view !== 'table' && (
        <Minimap
          nodes={nodes}
          whole={whole}
          axis={axis}
          colors={colors}
          onZoom={(next) => change({ zoom: next })}
        />
      )}
      {flat.length === 0 && <Nothing title="No span of this trace failed" />}
      {state.view === 'waterfall' && (
        <Waterfall
          {...shared}
          trace={trace}
          rows={rows}
          axis={axis}
          matches={matchIds}
          panel={panel}
          onToggle={folding.toggle}
        />
      )}
      {state.view === 'table' && (
        <SpanTable
          {...shared}
          spans={flat}
          matches={matchIds}
          panel={panel}
          sort={state.sort}
          onSort={(sort) => change({ sort })}
        />
      )}
      {state.view === 'flame' && (
        <>
          <FlameGraph {...shared} nodes={nodes} axis={axis} standing={standing} />
          {opened && <div className="rounded-b-lg border-line border-t bg-page">{details(opened)}</div>}
        </>
      )}
    </section>
  );
}
