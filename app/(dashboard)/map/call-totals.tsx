import { formatDuration } from '@/app/_components/format/duration';
import { formatPercent, formatWhole } from '@/app/_components/format/number';
import { Card } from '@/app/_components/ui/card';
import type { DependencyTotalsView } from '@/core/model/map/map-views';

/** What the calls that the map shows come to: the figures that alerts are about. */
export function CallTotals({ totals }: { readonly totals: DependencyTotalsView }) {
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 pt-3 sm:grid-cols-3 lg:grid-cols-6">
        {FIGURES.map(([name, text]) => (
          <div key={name}>
            <dt className="text-muted text-tremor-label">{name}</dt>
            <dd className="font-semibold text-[1.25rem] text-ink leading-7 tabular-nums">{text(totals)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

const FIGURES: readonly (readonly [name: string, text: (totals: DependencyTotalsView) => string])[] = [
  ['Calls', ({ calls }) => formatWhole(calls)],
  ['Failed', ({ errors }) => formatWhole(errors)],
  ['Failed share', ({ calls, errors }) => (calls === 0 ? 'none' : formatPercent(errors / calls))],
  ['p50', ({ durationMs }) => formatDuration(durationMs?.p50 ?? null)],
  ['p95', ({ durationMs }) => formatDuration(durationMs?.p95 ?? null)],
  ['p99', ({ durationMs }) => formatDuration(durationMs?.p99 ?? null)],
];
