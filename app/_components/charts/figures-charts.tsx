import type { DeploymentView } from '@/core/model/explore-views';
import type { FiguresView } from '@/core/model/views';
import { perStep } from '../format/duration';
import { Card } from '../ui/card';
import { figureRows } from './figure-rows';
import { LazyTimeChart } from './lazy-time-chart';
import { Legend } from './legend';
import type { SeriesSpec } from './series';
import type { Unit } from './units';

interface ChartSpec {
  readonly title: string;
  readonly unit: Unit;
  readonly empty: string;
  readonly series: readonly SeriesSpec[];
}

const CHARTS: readonly ChartSpec[] = [
  {
    title: 'Invocations',
    unit: 'count',
    empty: 'No invocations in this range',
    series: [
      { key: 'ok', label: 'ok', color: 'var(--c-ok)', kind: 'bar' },
      { key: 'errors', label: 'errors', color: 'var(--c-error)', kind: 'bar' },
    ],
  },
  {
    title: 'Duration',
    unit: 'duration',
    empty: 'No durations in this range',
    series: [
      { key: 'p50', label: 'p50', color: 'var(--c-p50)', kind: 'line' },
      { key: 'p95', label: 'p95', color: 'var(--c-p95)', kind: 'line' },
      { key: 'p99', label: 'p99', color: 'var(--c-p99)', kind: 'line' },
    ],
  },
  {
    title: 'Cold starts',
    unit: 'count',
    empty: 'No cold starts in this range',
    series: [{ key: 'cold', label: 'cold starts', color: 'var(--c-cold)', kind: 'bar' }],
  },
  {
    title: 'Cost',
    unit: 'money',
    empty: 'Nothing was priced in this range',
    series: [{ key: 'cost', label: 'cost', color: 'var(--c-cost)', kind: 'bar' }],
  },
];

/** The four charts that the overview and a function's page share. */
export function FiguresCharts({
  figures,
  deployments = [],
}: {
  readonly figures: FiguresView;
  /** Moments marked on every chart. */
  readonly deployments?: readonly DeploymentView[];
}) {
  const marks = deployments.map(({ at, functionName, version }) => ({
    t: Date.parse(at),
    label: `${functionName} ${version}`,
  }));
  const rows = figureRows(figures.series);
  const step = perStep(figures.stepMs);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {CHARTS.map((chart) => (
        <Card
          key={chart.title}
          title={
            <>
              {chart.title} <span className="font-normal text-faint text-tremor-label">{step}</span>
            </>
          }
          aside={chart.series.length > 1 && <Legend series={chart.series} />}
        >
          <LazyTimeChart
            label={`${chart.title} ${step}`}
            rows={rows}
            series={chart.series}
            unit={chart.unit}
            stepMs={figures.stepMs}
            empty={chart.empty}
            marks={marks}
          />
        </Card>
      ))}
    </div>
  );
}
