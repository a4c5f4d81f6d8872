import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { CostChart, UnitCostChart } from '../../_components/costs/cost-chart';
import { SplitList } from '../../_components/costs/split-list';
import { Tiles } from '../../_components/figures/stat-tiles';
import { ClearFilters, SelectFilter } from '../../_components/filters/filters';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { PageHeader } from '../../_components/ui/page-header';
import { Skeleton } from '../../_components/ui/skeleton';
import { href } from '../../_components/url/href';
import { hexId, parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { listPromotedAttributes } from '../../_queries/attributes';
import { getCostSeries, getCosts } from '../../_queries/costs/costs';
import { toGrouping } from '../../_queries/inputs/costs';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { AdviceSection } from './advice-section';
import { costTiles } from './cost-tiles';
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
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const functionId = hexId(params, 'functionId', 16);
  const of = { ...scopeQuery(scope), ...(functionId && { functionId }) };
  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const groupBy = groupingOf(text(params, 'groupBy'), promoted, functionId);
  const [view, series, errors, functions] = await Promise.all([
    getCosts({ ...of, groupBy, limit: 50 }),
    getCostSeries(of),
    dearestErrors(of, 4),
    functionChoices(scope),
  ]);
  const own = functionId === undefined ? {} : { functionId };
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
      <Tiles tiles={costTiles(view, scope)} />
      <Card title="What the money went into">
        <SplitList
          lines={view.lines}
          hrefs={{ waiting: lineHref('waiting', scope, own), init: lineHref('init', scope, own) }}
        />
        <KeptReady capacity={view.capacity} scope={scope} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <CostChart series={series} />
        <UnitCostChart series={series} />
      </div>
      <Card
        flush
        title="Cost by"
        aside={<GroupingTabs current={groupBy} attributes={promoted} scope={scope} functionId={functionId} />}
      >
        <GroupsTable view={view} scope={scope} functionId={functionId} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <MonthCard view={view} />
        <FailuresCard view={view} errors={errors} scope={scope} />
      </div>
      <Suspense fallback={<Skeleton className="h-48" />}>
        <AdviceSection environment={scope.environment} functionId={functionId} />
      </Suspense>
    </>
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
  return given !== undefined && isKnown ? given : functionId === undefined ? 'function' : 'line';
}
