'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { BUTTON } from '../../_components/ui/controls';
import type { Scope } from '../../_components/url/scope';
import type { PlacedMap } from './layout-map';
import { MapEdges } from './map-edges';
import { MapNode } from './map-node';
import { useDragScroll } from './use-drag-scroll';

const TALLEST = 720;
const ZOOMS = [0.4, 0.55, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.2, 1.5];
const WHOLE = ZOOMS.indexOf(1);
const SMALLEST = ZOOMS.indexOf(0.7);

/** The greatest zoom that shows the whole width, as long as its texts can be read. */
function fitting(frame: HTMLElement | null, width: number): number {
  const wide = frame === null ? 1 : frame.clientWidth / width;
  return Math.max(
    SMALLEST,
    ZOOMS.findLastIndex((one) => one <= Math.min(1, wide)),
  );
}

interface MapDrawingProps {
  readonly map: PlacedMap;
  /** Whether all of it is there: when the rest comes, it is fitted again, unless somebody has zoomed. */
  readonly isWhole: boolean;
  readonly scope: Scope;
}

/** The map, to be dragged and zoomed; whatever is pointed at or focused stands out with what it is connected to. */
export function MapDrawing({ map, isWhole, scope }: MapDrawingProps) {
  const [zoomed, setZoomed] = useState(WHOLE);
  const [active, setActive] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  const drag = useDragScroll(frame);
  const zoom = ZOOMS[zoomed] ?? 1;
  const hasZoomed = useRef(false);
  const choose = (choice: (old: number) => number) => {
    hasZoomed.current = true;
    setZoomed(choice);
  };
  const change = (step: number) => choose((old) => Math.min(ZOOMS.length - 1, Math.max(0, old + step)));
  const fit = () => choose(() => fitting(frame.current, map.width));
  const fitted = useRef<boolean | null>(null);
  useEffect(() => {
    if (hasZoomed.current || fitted.current === isWhole) return;
    fitted.current = isWhole;
    setZoomed(fitting(frame.current, map.width));
  }, [isWhole, map.width]);
  const pressed = (event: KeyboardEvent) => {
    const act = { '+': () => change(1), '=': () => change(1), '-': () => change(-1), '0': fit }[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };
  const near = new Set(
    map.edges.flatMap(({ from, to }) => (from === active || to === active ? [from, to] : [])),
  );
  return (
    <div className="relative">
      <section
        ref={frame}
        aria-label="Map: plus and minus zoom, 0 fits the width. The tables below say the same."
        className="cursor-grab overflow-auto rounded-b-tremor-default active:cursor-grabbing"
        style={{ height: Math.min(TALLEST, map.height + 24) }}
        onKeyDown={pressed}
        {...drag}
      >
        <div className="mx-auto" style={{ width: map.width * zoom, height: map.height * zoom }}>
          <div
            className="relative origin-top-left"
            style={{ width: map.width, height: map.height, transform: `scale(${zoom})` }}
          >
            <MapEdges map={map} active={active} />
            {map.nodes.map((node) => (
              <MapNode
                key={node.id}
                node={node}
                scope={scope}
                faded={active !== null && active !== node.id && !near.has(node.id)}
                onActive={setActive}
              />
            ))}
          </div>
        </div>
      </section>
      <div className="absolute right-3 bottom-3 flex gap-1">
        {[
          { label: 'Zoom out', text: '−', act: () => change(-1) },
          { label: 'Fit the width', text: `${Math.round(zoom * 100)}%`, act: fit },
          { label: 'Zoom in', text: '+', act: () => change(1) },
        ].map(({ label, text, act }) => (
          <button
            key={label}
            type="button"
            aria-label={label}
            title={label}
            className={`${BUTTON} px-2.5`}
            onClick={act}
          >
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}
