import type { TraceSpanView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';

/** What the bar under the pointer is. */
export function FlameTip({
  span,
  x,
  y,
}: {
  readonly span: TraceSpanView;
  readonly x: number;
  readonly y: number;
}) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute z-10 max-w-80 rounded-md bg-card px-3 py-2 text-tremor-label shadow-tremor-dropdown ring-1 ring-line"
      style={{ left: `min(${x + 12}px, 100% - 20rem)`, top: y + 14 }}
    >
      <p className="break-words font-medium text-ink [unicode-bidi:isolate]">{span.name}</p>
      <p className="text-muted [unicode-bidi:isolate]">{span.service}</p>
      <p className="text-body tabular-nums">
        {formatDuration(span.durationMs)}, of it {formatDuration(span.selfMs)} in itself
      </p>
      {span.status === 'error' && <p className="break-words text-bad">{span.statusMessage || 'error'}</p>}
    </div>
  );
}
