import type { TipLine } from '@/app/_components/costs/cost-tip';
import { arithmetic } from '@/app/_components/costs/tip-lines';
import { formatDuration } from '@/app/_components/format/duration';
import { formatMoney, formatMoneyExact } from '@/app/_components/format/money';
import type { TraceSpanView, TraceView } from '@/core/model/views';
import { spanCost } from './span-cost';

/** What a span cost and how that comes about: an invocation with its lines, any other span by its time in one. */
export interface SpanCostTip {
  readonly usd: string | number;
  readonly lines: readonly TipLine[];
  readonly notes: readonly string[];
}

/** Null for a span whose cost is not known. */
export function spanCostTip(span: TraceSpanView, invocations: TraceView['invocations']): SpanCostTip | null {
  if (span.costUsd !== null) {
    const own = invocations.find(({ spanId }) => spanId === span.spanId);
    const total = `${formatMoneyExact(span.costUsd)}${own?.costPrecision ? `, ${own.costPrecision}` : ''}`;
    const note = own?.costNote ?? null;
    return {
      usd: span.costUsd,
      lines: arithmetic(own?.costLines ?? []),
      notes: note === null ? [total] : [total, note],
    };
  }
  const found = spanCost(span, invocations);
  if (found === null) return null;
  const { cost, perMs, invocation } = found;
  const billedMs = Math.min(span.durationMs, invocation.billedDurationMs ?? 0);
  return {
    usd: cost,
    lines: [
      {
        label: 'its time',
        how: `${formatDuration(billedMs)} × ${formatMoney(perMs)} per ms billed of ${invocation.functionName}`,
        amount: formatMoney(cost),
      },
    ],
    notes: ['Part of what the invocation cost; spans at the same time share it'],
  };
}
