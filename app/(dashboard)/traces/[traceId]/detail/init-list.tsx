'use client';

import type { TraceSpanView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';
import { MORE_LINK } from '../../../../_components/ui/controls';

/** How the start of the environment went, in parts. */
export function InitList({
  initDurationMs,
  parts,
  onOpen,
}: {
  readonly initDurationMs: number | null;
  readonly parts: readonly TraceSpanView[];
  readonly onOpen: (spanId: string) => void;
}) {
  return (
    <section aria-label="Cold start" className="min-w-0">
      <h3 className="mb-1 font-medium text-ink">
        Cold start{' '}
        <span className="font-normal text-muted">
          {initDurationMs === null
            ? 'whose length nobody reported'
            : `${formatDuration(initDurationMs)} before the handler`}
        </span>
      </h3>
      {parts.length > 0 && (
        <ul aria-label="Parts of the cold start" className="text-tremor-label">
          {parts.map((part) => (
            <li key={part.spanId} className="flex max-w-2xl justify-between gap-3">
              <button
                type="button"
                className={`${MORE_LINK} min-w-0 truncate [unicode-bidi:isolate]`}
                onClick={() => onOpen(part.spanId)}
              >
                {part.name}
              </button>
              <span className="shrink-0 tabular-nums">{formatDuration(part.durationMs)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
