import type { Metadata } from 'next';
import Link from 'next/link';
import { chosenColumns } from '../../_components/columns/chosen-columns';
import { ColumnChoice } from '../../_components/columns/column-choice';
import { INVOCATION_COLUMNS, INVOCATION_LINKS, LIST_COLUMNS } from '../../_components/invocations/columns';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { PageHeader } from '../../_components/ui/page-header';
import { filterParams, number } from '../../_components/url/filter-values';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { mayEdit, requirePageAccess } from '../../_queries/access';
import { getAttributeGroups, listPromotedAttributes } from '../../_queries/attributes';
import { getBreakdown } from '../../_queries/explore/breakdown';
import { MOST_BUDGET_MS } from '../../_queries/inputs/attributes';
import { listInvocationCosts } from '../../_queries/invocations';
import { getTotals } from '../../_queries/overview';
import { listSavedViews } from '../../_queries/saved-views';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { SavedViews } from '../saved-views/saved-views';
import { Facets } from './explore/facets';
import { FACETS } from './explore/fields';
import { readGrouping } from './explore/grouping';
import { ListOrGroups } from './explore/list-or-groups';
import { SpanGroups } from './explore/span-groups';
import { FilterBar } from './filter-bar';
import { isNarrowed, readFilters } from './read-filters';

export const metadata: Metadata = { title: 'Invocations' };

const MOST_GROUPS = 200;
const MOST_FACET_ATTRIBUTES = 5;
const BREAKDOWN_BY = { field: 'by', attribute: 'byAttribute' } as const;
export default async function InvocationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const filters = readFilters(params, promoted);
  const grouping = readGrouping(params, promoted);
  const query = { ...scopeQuery(scope), ...filters };
  const { from, to, environment } = scopeQuery(scope);
  const counted = promoted.slice(0, MOST_FACET_ATTRIBUTES);
  const budgetMs = number(params, 'budgetMs', MOST_BUDGET_MS);
  const [{ page, later }, functions, facets, groups, spanGroups, totals, views] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) => listInvocationCosts({ ...query, ...at, limit: 50 })),
    functionChoices(scope),
    getBreakdown({ ...query, by: FACETS.join(','), byAttribute: counted.join(','), limit: 20 }),
    grouping === null || grouping.kind === 'spans'
      ? null
      : getBreakdown({ ...query, [BREAKDOWN_BY[grouping.kind]]: grouping.key, limit: MOST_GROUPS }),
    grouping?.kind === 'spans'
      ? getAttributeGroups({
          ...scopeQuery(scope),
          ...(filters.functionId === undefined ? {} : { functionId: filters.functionId }),
          ...(budgetMs === undefined ? {} : { budgetMs: Math.floor(budgetMs) }),
          key: grouping.key,
          unit: 'spans',
          limit: MOST_GROUPS,
        })
      : null,
    getTotals({ range: { from, to }, ...(environment === undefined ? {} : { environment }) }),
    listSavedViews('invocations'),
  ]);
  const names = new Map(functions.map(({ value, label }) => [value, label]));
  const columns = text(params, 'columns');
  const kept = {
    ...filterParams(filters),
    ...(grouping === null ? {} : { groupBy: grouping.key }),
    ...(columns === undefined ? {} : { columns }),
  };
  return (
    <>
      <PageHeader title="Invocations">
        <div className="flex flex-wrap gap-2">
          {isNarrowed(filters) && (
            <Link
              prefetch={false}
              href={href('/invocations/differences', scope, filterParams(filters))}
              className={BUTTON}
            >
              What is different?
            </Link>
          )}
          <SavedViews screen="invocations" views={views} canChange={access !== 'read'} />
          <ColumnChoice columns={INVOCATION_COLUMNS} defaults={LIST_COLUMNS} links={INVOCATION_LINKS} />
        </div>
      </PageHeader>
      <FilterBar
        functions={functions}
        promoted={promoted}
        filters={filters}
        totals={totals}
        scope={scope}
        params={kept}
      />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[14rem_minmax(0,1fr)]">
        <Facets breakdown={facets} attributes={counted} functions={names} scope={scope} params={kept} />
        <Card flush className="self-start">
          {spanGroups !== null && grouping !== null ? (
            <SpanGroups
              attribute={grouping.key}
              groups={spanGroups}
              mayPromote={mayEdit(access)}
              scope={scope}
              functionId={filters.functionId}
              params={kept}
            />
          ) : (
            <ListOrGroups
              page={page}
              later={later}
              groups={groups}
              isAttribute={grouping?.kind === 'attribute'}
              functions={names}
              scope={scope}
              params={kept}
              columns={chosenColumns(
                columns,
                INVOCATION_COLUMNS.map(({ key }) => key),
                LIST_COLUMNS,
                INVOCATION_LINKS,
              )}
              isChosen={columns !== undefined}
            />
          )}
        </Card>
      </div>
    </>
  );
}
