import type { TraceSpanView, TraceView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';
import { formatMoney } from '../../../../_components/format/money';
import { formatPercent } from '../../../../_components/format/number';
import { spanCost } from './span-cost';

/** What the time of a span cost, with the arithmetic; nothing for a span of no priced invocation. */
export function SpanCostLine({ span, trace }: { readonly span: TraceSpanView; readonly trace: TraceView }) {
  const found = spanCost(span, trace.invocations);
  if (found === null) return null;
  const { cost, perMs, invocation } = found;
  return (
    <section aria-label="Cost" className="min-w-0">
      <h3 className="mb-1 font-medium text-ink">
        Cost of its time <span className="tabular-nums">{formatMoney(cost)}</span>
      </h3>
      <p className="text-muted tabular-nums">
        {formatDuration(Math.min(span.durationMs, invocation.billedDurationMs ?? 0))} × {formatMoney(perMs)}{' '}
        per ms billed of {invocation.functionName}
        {invocation.costUsd !== null && Number(invocation.costUsd) > 0 && (
          <>, {formatPercent(cost / Number(invocation.costUsd))} of what the invocation cost</>
        )}
      </p>
    </section>
  );
}
