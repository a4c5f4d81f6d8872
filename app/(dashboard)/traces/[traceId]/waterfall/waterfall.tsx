'use client';

import {
  Fragment,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { TraceView } from '@/core/model/views';
import { SpanPanel } from '../detail/span-panel';
import { initDurations, traceAxis } from './axis';
import { AxisHeader } from './axis-header';
import { keyMove } from './key-move';
import { ROW_HEIGHT, rowTop } from './row-window';
import { visibleRows } from './rows';
import { serviceColors } from './service-colors';
import { rowId, SpanRow } from './span-row';
import { useRowWindow } from './use-row-window';
import { useSpanInUrl } from './use-span-in-url';
import { WaterfallToolbar } from './waterfall-toolbar';

const NOTHING: ReadonlySet<string> = new Set();

/** A trace as nested bars on one time axis; the chosen span opens under its bar. */
export function Waterfall({ trace }: { readonly trace: TraceView }) {
  const [collapsed, setCollapsed] = useState(NOTHING);
  const [openSpan, setOpenSpan] = useSpanInUrl();
  const [panelHeight, setPanelHeight] = useState(0);
  const list = useRef<HTMLTableSectionElement>(null);

  const axis = useMemo(() => traceAxis(trace), [trace]);
  const inits = useMemo(() => initDurations(trace), [trace]);
  const colors = useMemo(() => serviceColors(trace.spans.map((span) => span.service)), [trace]);
  const rows = useMemo(() => visibleRows(trace.spans, collapsed), [trace, collapsed]);
  const openIndex = openSpan === null ? -1 : rows.findIndex((row) => row.span.spanId === openSpan);
  const [active, setActive] = useState(Math.max(0, openIndex));
  const open = openIndex < 0 ? null : { index: openIndex, height: panelHeight };
  const view = useRowWindow(list, rows.length, open);

  const reveal = useCallback((top: number) => {
    const start = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY + top;
    const [from, to] = [window.scrollY + 120, window.scrollY + window.innerHeight - 100];
    if (start < from || start + ROW_HEIGHT > to) window.scrollTo({ top: start - window.innerHeight / 3 });
  }, []);

  const first = useRef(openIndex);
  useEffect(() => {
    if (first.current > 0) reveal(rowTop(first.current, null));
  }, [reveal]);

  const toggle = useCallback((spanId: string) => {
    setCollapsed((old) => {
      const next = new Set(old);
      if (!next.delete(spanId)) next.add(spanId);
      return next;
    });
  }, []);
  const show = (spanId: string) => setOpenSpan(spanId === openSpan ? null : spanId);
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    if (!(event.target instanceof Element)) return;
    const index = Number(event.target.closest<HTMLElement>('tr[data-index]')?.dataset.index ?? -1);
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    if (event.target.closest('[data-toggle]') !== null) toggle(row.span.spanId);
    else show(row.span.spanId);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const move = keyMove(event.key, rows, active, collapsed);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'toggle') toggle(move.spanId);
    else if (move.kind === 'open') show(move.spanId);
    else if (move.kind === 'close') setOpenSpan(null);
    else {
      setActive(move.at);
      reveal(rowTop(move.at, open));
    }
  };

  // A table whose rows nest, as in the ARIA guide's pattern; the lint rules know flat tables only.
  const grid = {
    role: 'treegrid',
    'aria-label': 'Spans of the trace',
    'aria-rowcount': rows.length + 1,
    'aria-activedescendant':
      active >= view.first && active < Math.min(view.last, rows.length) ? rowId(active) : undefined,
    tabIndex: 0,
    onKeyDown,
    onClick,
  };
  const invocation = trace.invocations.find((one) => one.spanId === openSpan);
  return (
    <>
      <WaterfallToolbar
        colors={colors}
        onExpandAll={() => setCollapsed(NOTHING)}
        onCollapseAll={() => setCollapsed(new Set(trace.spans.map((span) => span.spanId)))}
      />
      <table {...grid} className="waterfall block outline-none">
        <AxisHeader axis={axis} />
        <tbody ref={list} className="block" style={{ paddingTop: view.before, paddingBottom: view.after }}>
          {rows.slice(view.first, view.last).map((row, offset) => {
            const index = view.first + offset;
            const { span } = row;
            return (
              <Fragment key={`${index}-${span.spanId}`}>
                <SpanRow
                  index={index}
                  span={span}
                  depth={row.depth}
                  descendants={row.descendants}
                  collapsed={collapsed.has(span.spanId)}
                  active={index === active}
                  open={index === openIndex}
                  color={colors.get(span.service) ?? 'var(--s-1)'}
                  initMs={inits.get(span.spanId) ?? 0}
                  axis={axis}
                />
                {index === openIndex && (
                  <SpanPanel
                    trace={trace}
                    span={span}
                    invocation={invocation}
                    axis={axis}
                    onHeight={setPanelHeight}
                  />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
