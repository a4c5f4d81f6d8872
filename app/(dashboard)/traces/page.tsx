import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { chosenColumns } from '../../_components/columns/chosen-columns';
import { ColumnChoice } from '../../_components/columns/column-choice';
import { FacetSkeleton } from '../../_components/facets/facet-skeleton';
import { AttributeFilter } from '../../_components/filters/attribute-filter';
import { FilterFold } from '../../_components/filters/filter-fold';
import { ClearFilters, FilterChip, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { PresetLinks } from '../../_components/filters/preset-links';
import { readTraceFilters } from '../../_components/filters/trace-filters';
import { Coming } from '../../_components/later/coming';
import { soon } from '../../_components/later/soon';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { filterParams } from '../../_components/url/filter-values';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { getTraceFacets } from '../../_queries/explore/trace-facets';
import { listSavedViews } from '../../_queries/saved-views';
import { getSetup } from '../../_queries/setup';
import { listTraces } from '../../_queries/traces';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { SavedViews } from '../saved-views/saved-views';
import { TRACE_COLUMNS, TRACE_LINKS, USUAL_TRACE_COLUMNS } from './columns';
import { TRACE_PRESET_PARAMS, tracePresets } from './explore/presets';
import { TraceFacets } from './explore/trace-facets';
import { TracesTable } from './traces-table';

export const metadata: Metadata = { title: 'Traces' };

/** What presets are reckoned from. */
const USUAL_TRACES = 200;
/** Of each facet. */
const MOST_VALUES = 20;
/** Filters that have no control of their own. */
const CHIPS = {
  withoutErrors: 'without errors',
  rootName: 'root span',
  minDurationMs: 'from ms',
  maxDurationMs: 'shorter than, ms',
  minCostUsd: 'cost from, USD',
} as const;
const CONTROLS = ['functionId', 'errorsOnly', 'q'];

export default async function TracesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const filters = readTraceFilters(params);
  const query = { ...scopeQuery(scope), ...filters };
  const [{ page, later }, functions, usual, views] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) => listTraces({ ...query, ...at, limit: 50 })),
    functionChoices(scope),
    listTraces({ ...scopeQuery(scope), limit: USUAL_TRACES }),
    listSavedViews('traces'),
  ]);
  // The list first: what counts its traces looks at more, and it would wait for it.
  const facets = await soon(getTraceFacets({ ...query, limit: MOST_VALUES }));
  const columns = text(params, 'columns');
  const kept = { ...filterParams(filters), ...(columns === undefined ? {} : { columns }) };
  const attributes = Object.keys(filters.attribute ?? {}).map((key) => ({ key, name: `attribute.${key}` }));
  return (
    <>
      <PageHeader title="Traces">
        <div className="flex flex-wrap gap-2">
          <SavedViews screen="traces" views={views} canChange={access !== 'read'} />
          <ColumnChoice columns={TRACE_COLUMNS} defaults={USUAL_TRACE_COLUMNS} links={TRACE_LINKS} />
          <Link prefetch={false} href={href('/traces/open', scope)} className={BUTTON}>
            Open a file
          </Link>
        </div>
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <PresetLinks
          path="/traces"
          presets={tracePresets(usual.items)}
          replaces={TRACE_PRESET_PARAMS}
          scope={scope}
          params={kept}
        />
        <FilterFold names={CONTROLS}>
          <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
          <SelectFilter
            name="errorsOnly"
            label="Errors"
            any="All traces"
            choices={[{ value: 'true', label: 'With errors' }]}
          />
          <TextFilter name="q" label="Search traces" placeholder="Root span or trace id" />
          <AttributeFilter label="Attribute of any span" />
        </FilterFold>
        {Object.entries(CHIPS).map(([name, label]) => (
          <FilterChip key={name} name={name} label={label} />
        ))}
        {attributes.map(({ key, name }) => (
          <FilterChip key={name} name={name} label={key} />
        ))}
        <ClearFilters names={[...CONTROLS, ...Object.keys(CHIPS), ...attributes.map(({ name }) => name)]} />
      </div>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[14rem_minmax(0,1fr)]">
        <Suspense fallback={<FacetSkeleton />}>
          <Coming of={facets}>
            {(view) => <TraceFacets facets={view} most={MOST_VALUES} scope={scope} params={kept} />}
          </Coming>
        </Suspense>
        <Card flush className="self-start">
          {page.items.length === 0 ? (
            <Nothing title="No trace matches">Choose a longer range or remove a filter.</Nothing>
          ) : (
            <TracesTable
              traces={page.items}
              scope={scope}
              columns={chosenColumns(
                columns,
                TRACE_COLUMNS.map(({ key }) => key),
                USUAL_TRACE_COLUMNS,
                TRACE_LINKS,
              )}
              isChosen={columns !== undefined}
            />
          )}
          <Pager
            first={later ? href('/traces', scope, kept) : null}
            next={
              page.nextCursor === null ? null : href('/traces', scope, { ...kept, cursor: page.nextCursor })
            }
          />
        </Card>
      </div>
    </>
  );
}
