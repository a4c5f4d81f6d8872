import Link from 'next/link';
import type { LogCountsView } from '@/core/model/log-views';
import type { ChartRow } from '../../_components/charts/figure-rows';
import { LazyShortChart } from '../../_components/charts/lazy-short-chart';
import type { LogFilters } from '../../_components/filters/log-filters';
import { perStep } from '../../_components/format/duration';
import { formatCount } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { SEVERITY_SERIES } from './severity-series';

/** How many records there are by time and severity: a click or a drag zooms, a severity narrows the list to it. */
export function LogHistogram({
  counts,
  scope,
  filters,
  view,
}: {
  readonly counts: LogCountsView;
  readonly scope: Scope;
  readonly filters: LogFilters;
  /** Of the records below, which a severity keeps. */
  readonly view: 'lines' | 'patterns';
}) {
  const shown = SEVERITY_SERIES.filter(({ key }) => counts.severities[key] > 0);
  const rows = counts.steps.map(({ t, ...numbers }): ChartRow => ({ t: Date.parse(t), ...numbers }));
  return (
    <Card
      title={
        <>
          {counts.exact ? '' : 'About '}
          {formatCount(counts.total)} {counts.total === 1 ? 'record' : 'records'}{' '}
          <span className="font-normal text-faint text-tremor-label">{perStep(counts.stepMs)}</span>
        </>
      }
      aside={<SeverityFacets counts={counts} scope={scope} filters={filters} view={view} />}
    >
      <LazyShortChart
        label={`Log records ${perStep(counts.stepMs)}`}
        rows={rows}
        series={shown}
        unit="count"
        stepMs={counts.stepMs}
        empty="No log record in this range"
        clickZooms
      />
      {!counts.exact && (
        <p className="mt-1 text-faint text-tremor-label">
          Scaled up from {formatCount(counts.lookedAt)} of {formatCount(counts.candidates)} records; a shorter
          range is counted in full.
        </p>
      )}
    </Card>
  );
}

function SeverityFacets({
  counts,
  scope,
  filters,
  view,
}: {
  readonly counts: LogCountsView;
  readonly scope: Scope;
  readonly filters: LogFilters;
  readonly view: 'lines' | 'patterns';
}) {
  const kept = { ...filters, ...(view === 'lines' ? {} : { view }) };
  const isChosen = (key: string) =>
    filters.maxSeverity === key && (key === 'unset' || filters.severity === key);
  return (
    <ul aria-label="Severities" className="flex flex-wrap gap-1">
      {SEVERITY_SERIES.toReversed().map(({ key, label, color }) => {
        const count = counts.severities[key];
        const chosen = isChosen(key);
        if (count === 0 && !chosen) return null;
        const only = { severity: key === 'unset' ? null : key, maxSeverity: key };
        const target = { ...kept, ...(chosen ? { severity: null, maxSeverity: null } : only) };
        return (
          <li key={key}>
            <Link
              prefetch={false}
              scroll={false}
              href={href('/logs', scope, target)}
              aria-current={chosen ? 'true' : undefined}
              className={`flex h-6 items-center gap-1.5 rounded border px-1.5 text-tremor-label ${
                chosen
                  ? 'border-brand bg-brand-soft text-brand-strong'
                  : 'border-line text-muted hover:border-line-strong hover:text-ink'
              }`}
            >
              <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: color }} />
              {label} <span className="tabular-nums">{formatCount(count)}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
