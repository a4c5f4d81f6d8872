import type { TraceSpanView } from '@/core/model/views';
import type { TraceState } from '../state/trace-state';

const STATUS_ORDER = { error: 0, unset: 1, ok: 2 } as const;

/** The spans in the order of a column; equal ones stay in the order of the trace. */
export function sortSpans(
  spans: readonly TraceSpanView[],
  { by, descending }: TraceState['sort'],
): readonly TraceSpanView[] {
  const sign = descending ? -1 : 1;
  return spans.toSorted((one, other) => sign * compareBy(by, one, other));
}

function compareBy(by: TraceState['sort']['by'], one: TraceSpanView, other: TraceSpanView): number {
  if (by === 'status') return STATUS_ORDER[one.status] - STATUS_ORDER[other.status];
  if (by === 'name' || by === 'service') {
    if (one[by] === other[by]) return 0;
    return one[by] < other[by] ? -1 : 1;
  }
  return one[by] - other[by];
}
