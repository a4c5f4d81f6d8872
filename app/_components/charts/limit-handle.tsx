'use client';

import { type PointerEvent, useState } from 'react';
import { formatUnit, type Unit } from './units';

interface LimitHandleProps {
  readonly limit: number;
  readonly unit: Unit;
  readonly onLimit: (limit: number) => void;
  /** Props that the chart library passes to what is drawn inside it. */
  readonly yAxisMap?: Readonly<
    Record<string, { readonly scale: ((value: number) => number) & { invert(y: number): number } }>
  >;
  readonly offset?: { readonly left?: number; readonly width?: number };
}

/** A limit that can be dragged up and down; the new value takes effect on release. */
export function LimitHandle({ limit, unit, onLimit, yAxisMap, offset }: LimitHandleProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const scale = Object.values(yAxisMap ?? {})[0]?.scale;
  if (scale === undefined) return null;
  const left = offset?.left ?? 0;
  const right = left + (offset?.width ?? 0);
  const value = dragged ?? limit;
  const y = scale(value);

  const valueAt = (event: PointerEvent<SVGElement>): number => {
    const top = event.currentTarget.ownerSVGElement?.getBoundingClientRect().top ?? 0;
    return Number(Math.max(0, scale.invert(event.clientY - top)).toPrecision(2));
  };
  return (
    <g>
      <line
        x1={left}
        x2={right}
        y1={y}
        y2={y}
        stroke="var(--c-error)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
      />
      <text x={right - 4} y={y - 5} textAnchor="end" fontSize={11} fontWeight={500} fill="var(--c-error)">
        {formatUnit(unit, value)}
      </text>
      <rect x={left} y={y - 4} width={10} height={8} rx={2} fill="var(--c-error)" />
      {/* Wide enough for a finger. */}
      <line
        data-testid="limit"
        x1={left}
        x2={right}
        y1={y}
        y2={y}
        stroke="transparent"
        strokeWidth={20}
        className="cursor-ns-resize touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(valueAt(event));
        }}
        onPointerMove={(event) => {
          if (dragged !== null) setDragged(valueAt(event));
        }}
        onPointerUp={() => {
          if (dragged !== null) onLimit(dragged);
          setDragged(null);
        }}
        onPointerCancel={() => setDragged(null)}
      />
    </g>
  );
}
