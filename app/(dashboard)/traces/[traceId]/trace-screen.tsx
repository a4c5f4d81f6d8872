'use client';

import { useMemo } from 'react';
import type { RelatedView } from '@/core/model/views';
import { useArrived } from '../../../_components/later/use-arrived';
import { SERVER } from './detail/trace-source';
import { TraceExplorer } from './trace-explorer';
import { type PackedTrace, unpackTrace } from './transport/packed-trace';

const NONE: readonly RelatedView[] = [];

/** A stored trace, as the server sent it; what other traces have to do with it may come later. */
export function TraceScreen({
  packed,
  related,
}: {
  readonly packed: PackedTrace;
  readonly related: Promise<readonly RelatedView[]>;
}) {
  const trace = useMemo(() => unpackTrace(packed), [packed]);
  const known = useArrived(NONE, related);
  return <TraceExplorer trace={trace} source={SERVER} related={known} />;
}
