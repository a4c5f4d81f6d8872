import { formatPicoUsd, parsePicoUsd } from '@/core/model/money';
import { compare } from '@/core/model/order';
import type { TraceSpanView, TraceView } from '@/core/model/views';
import type { TipLine } from '../../../_components/costs/cost-tip';
import { formatDuration } from '../../../_components/format/duration';
import { formatMoneyExact } from '../../../_components/format/money';
import { formatCount } from '../../../_components/format/number';

/** More would not fit a tooltip. */
const MOST_LINES = 8;

type Priced = Pick<TraceSpanView, 'name' | 'service' | 'durationMs' | 'costUsd' | 'isInvocation'>;

interface Sum {
  readonly label: string;
  count: number;
  durationMs: number;
  cost: bigint;
}

/** How the cost of a trace comes about: its invocations, those of one name together, the dearest first. */
export function traceCostLines(spans: readonly Priced[]): readonly TipLine[] {
  const sums = new Map<string, Sum>();
  for (const { name, service, durationMs, costUsd, isInvocation } of spans) {
    if (!isInvocation || costUsd === null) continue;
    const label = service === '' || service === name ? name : `${service} ${name}`;
    const sum = sums.get(label) ?? { label, count: 0, durationMs: 0, cost: 0n };
    sum.count += 1;
    sum.durationMs += durationMs;
    sum.cost += parsePicoUsd(costUsd);
    sums.set(label, sum);
  }
  const dearest = [...sums.values()].sort((a, b) => compare(b.cost, a.cost));
  const others = dearest.slice(MOST_LINES);
  const shown = dearest.slice(0, MOST_LINES).map(toLine);
  if (others.length === 0) return shown;
  const rest = others.reduce((all, one) => ({
    label: '',
    count: all.count + one.count,
    durationMs: all.durationMs + one.durationMs,
    cost: all.cost + one.cost,
  }));
  return [...shown, toLine({ ...rest, label: `${others.length} others` })];
}

/** What the lines leave out. */
export function traceCostNotes({
  costUsd,
  spans,
  truncated,
}: Pick<TraceView, 'costUsd' | 'truncated'> & { readonly spans: readonly Priced[] }): readonly string[] {
  const unpriced = spans.filter((span) => span.isInvocation && span.costUsd === null).length;
  return [
    ...(costUsd === null ? [] : [`${formatMoneyExact(costUsd)} at list price`]),
    ...(unpriced === 0 ? [] : [`${formatCount(unpriced)} of its invocations could not be priced`]),
    ...(truncated ? ['Spans beyond those shown may have invocations, too'] : []),
  ];
}

function toLine({ label, count, durationMs, cost }: Sum): TipLine {
  const runs = count === 1 ? '' : `${formatCount(count)} invocations, `;
  return {
    label,
    how: `${runs}${formatDuration(durationMs)}`,
    amount: formatMoneyExact(formatPicoUsd(cost)),
  };
}
