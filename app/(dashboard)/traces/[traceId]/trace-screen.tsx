'use client';

import { useMemo } from 'react';
import type { RelatedView } from '@/core/model/views';
import { SERVER } from './detail/trace-source';
import { TraceExplorer } from './trace-explorer';
import { type PackedTrace, unpackTrace } from './transport/packed-trace';

/** A stored trace, as the server sent it. */
export function TraceScreen({
  packed,
  related,
}: {
  readonly packed: PackedTrace;
  readonly related: readonly RelatedView[];
}) {
  const trace = useMemo(() => unpackTrace(packed), [packed]);
  return <TraceExplorer trace={trace} source={SERVER} related={related} />;
}
