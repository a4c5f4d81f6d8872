import type { CostSeriesView } from '@/core/model/cost-views';
import { COST_LINES } from '@/core/model/costs/cost-split';
import type { ChartRow } from '../charts/figure-rows';
import { LazyTimeChart } from '../charts/lazy-time-chart';
import { Legend } from '../charts/legend';
import { perStep } from '../format/duration';
import { Card } from '../ui/card';
import { LINE_LOOKS } from './lines';

/** What the money was spent on over time. */
export function CostChart({ series }: { readonly series: CostSeriesView }) {
  const rows = series.steps.map(
    ({ t, lines }): ChartRow => ({
      t: Date.parse(t),
      ...Object.fromEntries(lines.map(({ line, costUsd }) => [line, Number(costUsd)])),
    }),
  );
  const drawn = COST_LINES.filter((line) => rows.some((row) => (row[line] ?? 0) > 0)).map((line) => ({
    key: line,
    label: LINE_LOOKS[line].label,
    color: LINE_LOOKS[line].color,
    kind: 'bar' as const,
  }));
  const step = perStep(series.stepMs);
  return (
    <Card title={<ChartTitle title="Cost" step={step} />} aside={<Legend series={drawn} />}>
      <LazyTimeChart
        label={`Cost ${step}`}
        rows={rows}
        series={drawn}
        unit="money"
        stepMs={series.stepMs}
        empty="Nothing was priced in this range"
      />
    </Card>
  );
}

/** Cost per thousand invocations over time: shows whether they became dearer, independent of traffic. */
export function UnitCostChart({ series }: { readonly series: CostSeriesView }) {
  const rows = series.steps.map(
    ({ t, costUsd, invocations }): ChartRow => ({
      t: Date.parse(t),
      cost: invocations === 0 ? null : (Number(costUsd) / invocations) * 1000,
    }),
  );
  const step = perStep(series.stepMs);
  return (
    <Card title={<ChartTitle title="Cost of 1,000 invocations" step={step} />}>
      <LazyTimeChart
        label={`Cost of 1,000 invocations ${step}`}
        rows={rows}
        series={[{ key: 'cost', label: 'per 1,000', color: 'var(--c-cost)', kind: 'line' }]}
        unit="money"
        stepMs={series.stepMs}
        empty="Nothing was priced in this range"
      />
    </Card>
  );
}

function ChartTitle({ title, step }: { readonly title: string; readonly step: string }) {
  return (
    <>
      {title} <span className="font-normal text-faint text-tremor-label">{step}</span>
    </>
  );
}
