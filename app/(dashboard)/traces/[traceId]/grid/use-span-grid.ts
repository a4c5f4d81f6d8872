'use client';

import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { keyMove } from './key-move';
import { ROW_HEIGHT, type RowWindow, rowTop } from './row-window';
import type { SpanRow } from './rows';
import { useRowWindow } from './use-row-window';

/** Which span is worked on: `id` has the keyboard; every new `count` brings it into view. */
export interface ActiveSpan {
  readonly id: string | null;
  readonly count: number;
}

interface SpanGridOptions {
  readonly rows: readonly SpanRow[];
  /** The span whose details are open. */
  readonly open: string | null;
  readonly active: ActiveSpan;
  readonly onActive: (spanId: string) => void;
  readonly onOpen: (spanId: string | null) => void;
  readonly onToggle: (spanId: string) => void;
}

export interface SpanGrid {
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly view: RowWindow;
  readonly activeIndex: number;
  readonly openIndex: number;
  readonly onPanelHeight: (height: number) => void;
  readonly handlers: {
    readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
    readonly onClick: (event: MouseEvent<HTMLTableElement>) => void;
    readonly 'aria-activedescendant': string | undefined;
  };
}

/** The id of a row's element, by which the grid names its active row. */
export function rowId(index: number): string {
  return `span-row-${index}`;
}

/** Rows of spans that the keyboard walks, one of them open; only those that can be seen are drawn. */
export function useSpanGrid({ rows, open, active, onActive, onOpen, onToggle }: SpanGridOptions): SpanGrid {
  const body = useRef<HTMLTableSectionElement>(null);
  const [panelHeight, setPanelHeight] = useState(0);
  const places = useMemo(() => new Map(rows.map((row, index) => [row.span.spanId, index])), [rows]);
  const openIndex = open === null ? -1 : (places.get(open) ?? -1);
  const activeIndex = (active.id === null ? undefined : places.get(active.id)) ?? Math.max(0, openIndex);
  const opened = openIndex < 0 ? null : { index: openIndex, height: panelHeight };
  const view = useRowWindow(body, rows.length, opened);

  const reveal = useCallback((top: number) => {
    const start = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY + top;
    const [from, to] = [window.scrollY + 120, window.scrollY + window.innerHeight - 100];
    if (start < from || start + ROW_HEIGHT > to) window.scrollTo({ top: start - window.innerHeight / 3 });
  }, []);
  const revealed = useRef(-1);
  useEffect(() => {
    const isFirst = revealed.current < 0;
    if (revealed.current === active.count) return;
    revealed.current = active.count;
    // At first only a span that the address names is worth leaving the top of the page for.
    if (!isFirst || openIndex > 0) reveal(rowTop(isFirst ? openIndex : activeIndex, null));
  }, [active.count, activeIndex, openIndex, reveal]);

  const show = (spanId: string) => onOpen(spanId === open ? null : spanId);
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    if (!(event.target instanceof Element)) return;
    const index = Number(event.target.closest<HTMLElement>('tr[data-index]')?.dataset.index ?? -1);
    const row = rows[index];
    if (row === undefined) return;
    onActive(row.span.spanId);
    if (event.target.closest('[data-toggle]') !== null) onToggle(row.span.spanId);
    else show(row.span.spanId);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const move = keyMove(event.key, rows, activeIndex);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'toggle') onToggle(move.spanId);
    else if (move.kind === 'open') show(move.spanId);
    else if (move.kind === 'close') onOpen(null);
    else {
      const row = rows[move.at];
      if (row) onActive(row.span.spanId);
      reveal(rowTop(move.at, opened));
    }
  };
  const isDrawn = activeIndex >= view.first && activeIndex < Math.min(view.last, rows.length);
  return {
    body,
    view,
    activeIndex,
    openIndex,
    onPanelHeight: setPanelHeight,
    handlers: { onKeyDown, onClick, 'aria-activedescendant': isDrawn ? rowId(activeIndex) : undefined },
  };
}
