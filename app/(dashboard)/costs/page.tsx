import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { CostChart, UnitCostChart } from '../../_components/costs/cost-chart';
import { SplitList } from '../../_components/costs/split-list';
import { usualGrouping } from '../../_components/costs/usual-grouping';
import { TileList, Tiles } from '../../_components/figures/stat-tiles';
import { ClearFilters, SelectFilter } from '../../_components/filters/filters';
import { Coming } from '../../_components/later/coming';
import { soon } from '../../_components/later/soon';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { PageHeader } from '../../_components/ui/page-header';
import { Skeleton } from '../../_components/ui/skeleton';
import { href } from '../../_components/url/href';
import { hexId, parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { listPromotedAttributes } from '../../_queries/attributes';
import { costParts, getCostSeries } from '../../_queries/costs/costs';
import { toGrouping } from '../../_queries/inputs/costs';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { AdviceSection } from './advice-section';
import { monthTiles, periodTiles } from './cost-tiles';
import { dearestErrors } from './dearest-errors';
import { FailuresCard } from './failures-card';
import { lineHref } from './group-rows';
import { GroupingTabs } from './grouping-tabs';
import { GroupsTable } from './groups-table';
import { KeptReady } from './kept-ready';
import { MonthCard } from './month-card';

export const metadata: Metadata = { title: 'Costs' };

export default async function CostsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const functionId = hexId(params, 'functionId', 16);
  const of = { ...scopeQuery(scope), ...(functionId && { functionId }) };
  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const groupBy = groupingOf(text(params, 'groupBy'), promoted, functionId);
  const parts = await costParts({ ...of, groupBy, limit: 50 });
  const [period, functions] = await Promise.all([parts.period(), functionChoices(scope)]);
  // What is read first is there first: all that is added up by function or hour comes after it.
  const [series, month, groups, errors] = await Promise.all([
    soon(getCostSeries(of)),
    soon(parts.month()),
    soon(parts.groups()),
    soon(dearestErrors(of, 4)),
  ]);
  const own = functionId === undefined ? {} : { functionId };
  // Of whole minutes, as the figures: what they lead to adds up to them.
  const whole = { ...scope, from: period.from, to: period.to };
  return (
    <>
      <PageHeader title="Costs" note="list price; free allowances count in the month">
        <div className="flex flex-wrap gap-2">
          <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
          <ClearFilters names={['functionId']} />
          <Link prefetch={false} href={href('/costs/prices', scope)} className={BUTTON}>
            Prices
          </Link>
          <Link prefetch={false} href={href('/costs/calculator', scope)} className={BUTTON}>
            Calculator
          </Link>
        </div>
      </PageHeader>
      <Tiles tiles={periodTiles(period, whole, functionId)}>
        <Suspense fallback={MONTH_TILES.map((key) => <Skeleton key={key} className="h-[92px]" />)}>
          <Coming of={month}>{(view) => <TileList tiles={monthTiles(view)} />}</Coming>
        </Suspense>
      </Tiles>
      <Card title="What the money went into">
        <SplitList
          lines={period.lines}
          hrefs={{ waiting: lineHref('waiting', whole, own), init: lineHref('init', whole, own) }}
        />
        <KeptReady capacity={period.capacity} scope={scope} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Suspense fallback={CHARTS.map((title) => <ChartToCome key={title} title={title} />)}>
          <Coming of={series}>
            {(view) => (
              <>
                <CostChart series={view} />
                <UnitCostChart series={view} />
              </>
            )}
          </Coming>
        </Suspense>
      </div>
      <Suspense fallback={<Skeleton className="h-[60vh]" />}>
        <Coming of={groups}>
          {(view) => (
            <Card
              flush
              title="Cost by"
              aside={
                <GroupingTabs current={groupBy} attributes={promoted} scope={scope} functionId={functionId} />
              }
            >
              <GroupsTable
                view={view}
                totalUsd={period.totalUsd}
                scope={whole}
                functionId={functionId}
                labels={new Map(functions.map(({ value, label }) => [value, label]))}
              />
            </Card>
          )}
        </Coming>
        <div className="grid gap-4 lg:grid-cols-2">
          <Coming of={month}>{(view) => <MonthCard view={view} />}</Coming>
          <Coming of={errors}>
            {(dearest) => (
              <FailuresCard view={period} errors={dearest} scope={whole} functionId={functionId} />
            )}
          </Coming>
        </div>
      </Suspense>
      <Suspense fallback={<Skeleton className="h-48" />}>
        <Coming of={groups}>
          {() => <AdviceSection environment={scope.environment} functionId={functionId} />}
        </Coming>
      </Suspense>
    </>
  );
}

const MONTH_TILES = ['to date', 'forecast'];
const CHARTS = ['Cost', 'Cost of 1,000 invocations'];

/** As tall as the chart in its place. */
function ChartToCome({ title }: { readonly title: string }) {
  return (
    <Card title={title}>
      <div className="h-48" />
    </Card>
  );
}

/** What cannot be grouped by is as if it were absent. */
function groupingOf(
  given: string | undefined,
  promoted: readonly string[],
  functionId: string | undefined,
): string {
  const found = given === undefined ? null : toGrouping(given);
  const isKnown = found !== null && (found.by !== 'attribute' || promoted.includes(found.key));
  return given !== undefined && isKnown ? given : usualGrouping(functionId);
}
