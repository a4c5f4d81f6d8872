'use client';

import Link from 'next/link';
import type { HeatmapView } from '@/core/model/explore-views';
import { formatDuration } from '../format/duration';
import { formatWhole } from '../format/number';
import { formatStretch, formatTick } from '../format/time';
import { BUTTON } from '../ui/controls';
import type { Scope } from '../url/scope';
import { useGo } from '../url/use-go';
import { useQuery } from '../url/use-query';
import { useZone } from '../zone/zone';
import { type Area, boundsOf, countIn } from './area';
import { durationTicks } from './duration-ticks';
import { differencesHref, invocationsHref } from './heatmap-links';
import { useArea } from './use-area';

const HEIGHT = 208;

interface HeatmapProps {
  readonly heatmap: HeatmapView;
  readonly scope: Scope;
  readonly functionId?: string;
}

/**
 * Invocations by time and duration; darker means more. A click on a cell opens its invocations, dragging selects an
 * area; with the keyboard, arrows move, Shift selects and Enter opens. A finger moving up or down scrolls the page.
 */
export function Heatmap({ heatmap, scope, functionId }: HeatmapProps) {
  const go = useGo();
  const { change } = useQuery();
  const { steps, bands, cells } = heatmap;
  const open = (area: Area) => go(invocationsHref({ heatmap, area, scope, functionId }));
  const { area, isMarked, handlers, clear } = useArea(steps.length, bands.length, open);
  const most = Math.max(1, ...cells.map(({ count }) => count));
  const shown = area ?? { step0: -1, step1: -1, band0: -1, band1: -1 };
  const links = { heatmap, area: shown, scope, functionId };
  const marked = isMarked ? countIn(cells, shown) : 0;
  const zoom = () => {
    const { from, to } = boundsOf(heatmap, shown);
    clear();
    change({ from, to });
  };
  return (
    <div data-chart="" {...(isMarked && { 'data-marked': '' })}>
      <div className="flex gap-2">
        <ul
          aria-hidden="true"
          className="relative w-14 shrink-0 text-right text-faint text-tremor-label tabular-nums"
          style={{ height: HEIGHT }}
        >
          {durationTicks(bands).map(({ ms, at }) => (
            <li key={ms} className="absolute right-0 translate-y-1/2" style={{ bottom: `${at * 100}%` }}>
              {formatDuration(ms)}
            </li>
          ))}
        </ul>
        <button
          type="button"
          aria-label="Heatmap of durations. Arrows move, Shift marks an area, Enter opens its invocations."
          className="block min-w-0 grow cursor-crosshair touch-pan-y select-none rounded-sm bg-sunken"
          {...handlers}
        >
          <svg
            aria-hidden="true"
            width="100%"
            height={HEIGHT}
            viewBox={`0 0 ${steps.length} ${bands.length}`}
            preserveAspectRatio="none"
            className="block"
          >
            {cells.map(({ step, band, count }) => (
              <rect
                key={`${step}-${band}`}
                x={step + 0.04}
                y={bands.length - 1 - band + 0.04}
                width={0.92}
                height={0.92}
                fill="var(--t-brand)"
                fillOpacity={0.18 + 0.82 * (Math.log(count + 1) / Math.log(most + 1))}
              />
            ))}
            {area && (
              <rect
                x={area.step0}
                y={bands.length - 1 - area.band1}
                width={area.step1 - area.step0 + 1}
                height={area.band1 - area.band0 + 1}
                fill={isMarked ? 'var(--t-brand)' : 'none'}
                fillOpacity={0.15}
                stroke="var(--t-fg)"
                strokeWidth={1.5}
                vectorEffect="non-scaling-stroke"
              />
            )}
          </svg>
        </button>
      </div>
      <TimeTicks heatmap={heatmap} />
      <div className="mt-2 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p aria-live="polite" className="text-muted text-tremor-label tabular-nums">
          {area ? (
            <AreaText heatmap={heatmap} area={area} />
          ) : (
            'Click a cell for its invocations, drag to mark an area.'
          )}
        </p>
        {isMarked && (
          <span className="flex flex-wrap gap-2">
            <Link prefetch={false} className={BUTTON} href={invocationsHref(links)}>
              {formatWhole(marked)} invocations
            </Link>
            <Link prefetch={false} className={BUTTON} href={differencesHref(links)}>
              What is different?
            </Link>
            <button type="button" className={BUTTON} onClick={zoom}>
              Zoom to this time
            </button>
            <button type="button" className={BUTTON} onClick={clear}>
              Clear
            </button>
          </span>
        )}
      </div>
    </div>
  );
}

function AreaText({ heatmap, area }: { readonly heatmap: HeatmapView; readonly area: Area }) {
  const { from, to, minDurationMs, maxDurationMs } = boundsOf(heatmap, area);
  const count = countIn(heatmap.cells, area);
  const zone = useZone();
  return (
    <>
      {formatStretch(from, to, zone)} · {formatDuration(minDurationMs)} – {formatDuration(maxDurationMs)} ·{' '}
      <span className="font-medium text-ink">
        {formatWhole(count)} {count === 1 ? 'invocation' : 'invocations'}
      </span>
    </>
  );
}

function TimeTicks({ heatmap: { from, to } }: { readonly heatmap: HeatmapView }) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const zone = useZone();
  return (
    <ul
      aria-hidden="true"
      className="mt-1 ml-16 flex justify-between text-faint text-tremor-label tabular-nums"
    >
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <li key={part} className="max-sm:even:hidden">
          {formatTick(start + (end - start) * part, end - start, zone)}
        </li>
      ))}
    </ul>
  );
}
