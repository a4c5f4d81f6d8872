'use client';

import { LazyThresholdChart } from '@/app/_components/charts/lazy-threshold-chart';
import { Legend } from '@/app/_components/charts/legend';
import type { SeriesSpec } from '@/app/_components/charts/series';
import type { Unit } from '@/app/_components/charts/units';
import type { toBacktestView } from '@/app/_queries/views/backtest';
import type { ValueUnit } from '@/core/model/alerts/figures';
import type { RuleInput } from '@/core/settings/settings';
import { nameOfGroup, unitOfRule } from './describe-rule';

type View = ReturnType<typeof toBacktestView>;

type BacktestView = Pick<View, 'series' | 'to'> & {
  readonly episodes: readonly Pick<View['episodes'][number], 'groupKey' | 'startsAt' | 'endsAt'>[];
};

const UNITS: Readonly<Record<ValueUnit, Unit>> = {
  count: 'count',
  share: 'percent',
  ms: 'duration',
  usd: 'money',
  minutes: 'minutes',
  times: 'times',
};

const COLORS = [
  'var(--c-p95)',
  'var(--c-p50)',
  'var(--c-p99)',
  'var(--c-cost)',
  'var(--c-cold)',
  'var(--c-good)',
  'var(--c-warn)',
  'var(--c-ok)',
];

/** The figure of each group against the rule's limit; one group's alone when `only` names it. */
export function RuleChart({
  rule,
  backtest,
  only,
  onLimit,
}: {
  readonly rule: Pick<RuleInput, 'figure' | 'condition'>;
  readonly backtest: BacktestView;
  readonly only?: string;
  readonly onLimit?: (limit: number) => void;
}) {
  const { condition } = rule;
  const shown = backtest.series.filter(({ groupKey }) => only === undefined || groupKey === only);
  const [first] = shown;
  const isFixed = condition.kind === 'threshold';
  const series: SeriesSpec[] = shown.map(({ labels, groupKey }, index) => ({
    key: `g${index}`,
    label: nameOfGroup(labels) || groupKey,
    color: COLORS[index % COLORS.length] ?? '',
    kind: 'line',
  }));
  if (!isFixed && first !== undefined) {
    const of = shown.length > 1 ? ` of ${nameOfGroup(first.labels)}` : '';
    series.push({ key: 'limit', label: `limit${of}`, color: 'var(--c-error)', kind: 'line', dashed: true });
  }
  const rows = (first?.points ?? []).map(({ t, limit }, at) => ({
    t: Date.parse(t),
    ...Object.fromEntries(shown.map(({ points }, index) => [`g${index}`, points[at]?.value ?? null])),
    ...(isFixed ? {} : { limit }),
  }));
  const spans = backtest.episodes
    .filter(({ groupKey }) => only === undefined || groupKey === only)
    .map(({ startsAt, endsAt }) => ({ from: Date.parse(startsAt), to: Date.parse(endsAt ?? backtest.to) }));
  return (
    <div className="flex flex-col gap-2">
      <LazyThresholdChart
        label="Value against the limit"
        rows={rows}
        series={series}
        unit={UNITS[unitOfRule(rule)]}
        stepMs={first?.stepMs ?? 60_000}
        limit={isFixed ? condition.threshold : null}
        recovery={isFixed ? condition.recovery : null}
        spans={spans}
        {...(onLimit === undefined ? {} : { onLimit })}
        empty="Nothing to watch in this time"
      />
      <Legend series={series} />
    </div>
  );
}
