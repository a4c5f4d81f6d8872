'use client';

import { type PointerEvent, useCallback, useState } from 'react';
import { formatDuration } from '../../../../_components/format/duration';
import { useCanvas } from '../canvas/use-canvas';
import type { OutlineNode } from '../grid/rows';
import type { Zoom } from '../state/trace-state';
import { type Axis, axisTicks, placeOn } from '../waterfall/axis';
import { drawMinimap } from './draw-minimap';

/** A drag that is shorter, in pixels, is a click. */
const SHORTEST_DRAG = 4;

interface MinimapProps {
  readonly nodes: readonly OutlineNode[];
  readonly whole: Axis;
  /** The part that is zoomed to; `whole` when none is. */
  readonly axis: Axis;
  readonly colors: ReadonlyMap<string, string>;
  readonly onZoom: (zoom: Zoom | null) => void;
}

/** The whole trace in one picture; a drag zooms to a stretch of it, a double click back. A phone has no keys that do. */
export function Minimap({ nodes, whole, axis, colors, onZoom }: MinimapProps) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const canvas = useCanvas(
    useCallback((sheet) => drawMinimap(sheet, nodes, whole, colors), [nodes, whole, colors]),
  );
  const timeAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return whole.startMs + part * (whole.endMs - whole.startMs);
  };
  const widthOf = (event: PointerEvent<HTMLDivElement>, { from, to }: { from: number; to: number }) =>
    (Math.abs(to - from) / (whole.endMs - whole.startMs)) * event.currentTarget.clientWidth;

  const marked =
    drag === null ? axis : { startMs: Math.min(drag.from, drag.to), endMs: Math.max(drag.from, drag.to) };
  const place = placeOn(whole, marked.startMs, marked.endMs - marked.startMs);
  const ticks = axisTicks(whole, 8).filter((tick) => placeOn(whole, tick, 0).left < 94);
  // For the pointer only, as the keys do the same; the lint rules cannot know.
  const dragged = {
    'data-testid': 'minimap',
    className: 'relative h-14 max-sm:h-10 cursor-crosshair touch-none select-none rounded bg-page',
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: timeAt(event), to: timeAt(event) });
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (drag !== null) setDrag({ from: drag.from, to: timeAt(event) });
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      if (drag === null) return;
      const done = { from: drag.from, to: timeAt(event) };
      setDrag(null);
      if (widthOf(event, done) < SHORTEST_DRAG) return;
      onZoom({ startMs: Math.min(done.from, done.to), endMs: Math.max(done.from, done.to) });
    },
    onPointerCancel: () => setDrag(null),
    onDoubleClick: () => onZoom(null),
  };
  return (
    <div className="border-line border-b px-3 pt-1 pb-2">
      <div
        aria-hidden="true"
        className="relative h-4 overflow-hidden text-[0.6875rem] text-faint leading-4 tabular-nums"
      >
        {ticks.map((tick) => (
          <span
            key={tick}
            className="absolute whitespace-nowrap border-line border-l pl-1 max-sm:odd:hidden"
            style={{ left: `${placeOn(whole, tick, 0).left}%` }}
          >
            {formatDuration(tick)}
          </span>
        ))}
      </div>
      <div {...dragged}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`All ${nodes.length} spans over time. The keys + - < > z and 0 zoom.`}
          className="absolute inset-0 size-full"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-0 bg-page/70"
          style={{ width: `${place.left}%` }}
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-0 bg-page/70"
          style={{ width: `${100 - place.left - place.width}%` }}
        />
        <span
          aria-hidden="true"
          className={`pointer-events-none absolute inset-y-0 border-brand border-x ${drag === null ? '' : 'bg-brand/10'}`}
          style={{ left: `${place.left}%`, width: `${place.width}%` }}
        />
      </div>
    </div>
  );
}
