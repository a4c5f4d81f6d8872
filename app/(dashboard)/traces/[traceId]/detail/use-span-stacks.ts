'use client';

import { useMemo } from 'react';
import type { MappedLine } from '@/core/model/errors/stack/mapped-line';
import type { SpanDetailView } from '@/core/model/views';
import type { TraceSource } from './trace-source';
import { useView } from './use-view';

interface SpanStacks {
  readonly items: readonly { readonly event: number; readonly lines: readonly MappedLine[] }[];
}

/** The stacks of a span's events of which source maps know a place, by the keys of their moments. */
export function useSpanStacks(
  source: TraceSource,
  traceId: string,
  { spanId, events }: Pick<SpanDetailView, 'spanId' | 'events'>,
): ReadonlyMap<string, readonly MappedLine[]> {
  const hasStack = events.some(({ attributes }) => attributes['exception.stacktrace'] !== undefined);
  const loaded = useView<SpanStacks>(
    source.kind === 'server' && hasStack ? `/api/v1/traces/${traceId}/spans/${spanId}/stacks` : null,
  );
  return useMemo(() => {
    const items = loaded.state === 'ready' ? loaded.view.items : [];
    const known = items.filter(({ lines }) => lines.some(({ original }) => original !== null));
    return new Map(known.map(({ event, lines }) => [`event-${event}`, lines]));
  }, [loaded]);
}
