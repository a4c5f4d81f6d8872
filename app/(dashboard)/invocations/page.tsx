import type { Metadata } from 'next';
import Link from 'next/link';
import { parseInstant } from '@/core/model/time-range';
import { chosenColumns } from '../../_components/columns/chosen-columns';
import { ColumnChoice } from '../../_components/columns/column-choice';
import {
  isNarrowed,
  readInvocationFilters,
  unusedAttributes,
} from '../../_components/filters/invocation-filters';
import { INVOCATION_COLUMNS, INVOCATION_LINKS, LIST_COLUMNS } from '../../_components/invocations/columns';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Callout } from '../../_components/ui/callout';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { PageHeader } from '../../_components/ui/page-header';
import { Time } from '../../_components/ui/time';
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
import { parsePlace } from './compare/place';
import { Choosing } from './explore/choosing';
import { Facets } from './explore/facets';
import { FACETS } from './explore/fields';
import { fillingIn } from './explore/filling-in';
import { readGrouping } from './explore/grouping';
import { ListOrGroups } from './explore/list-or-groups';
import { SpanGroups } from './explore/span-groups';
import { UnusedAttributes } from './explore/unused-attributes';
import { FilterBar } from './filter-bar';

export const metadata: Metadata = { title: 'Invocations' };

const MOST_GROUPS = 200;
/** Of each facet. */
const MOST_VALUES = 20;
const MOST_FACET_ATTRIBUTES = 5;
const BREAKDOWN_BY = { field: 'by', attribute: 'byAttribute' } as const;
export default async function InvocationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const now = Date.now();
  const scope = parseScope(params, now);
  const fromMs = parseInstant(scope.from, now) ?? now;
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const attributes = await listPromotedAttributes();
  const promoted = attributes.map(({ key }) => key);
  const filters = readInvocationFilters(params, promoted);
  const grouping = readGrouping(params, promoted);
  const query = { ...scopeQuery(scope), ...filters };
  const { from, to, environment } = scopeQuery(scope);
  const counted = promoted.slice(0, MOST_FACET_ATTRIBUTES);
  const budgetMs = number(params, 'budgetMs', MOST_BUDGET_MS);
  const [{ page, later }, functions, facets, groups, spanGroups, totals, views] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) => listInvocationCosts({ ...query, ...at, limit: 50 })),
    functionChoices(scope),
    getBreakdown({ ...query, by: FACETS.join(','), byAttribute: counted.join(','), limit: MOST_VALUES }),
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
  const chosen = parsePlace(text(params, 'compareWith'));
  const compareWith = chosen === null ? undefined : `${chosen.traceId}.${chosen.spanId}`;
  const kept = {
    ...filterParams(filters),
    ...(grouping === null ? {} : { groupBy: grouping.key }),
    ...(columns === undefined ? {} : { columns }),
    ...(compareWith === undefined ? {} : { compareWith }),
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
      {compareWith !== undefined && <Choosing scope={scope} params={kept} />}
      <UnusedAttributes
        attributes={unusedAttributes(params, promoted)}
        functionId={filters.functionId}
        scope={scope}
        params={kept}
      />
      {fillingIn(attributes, [...Object.keys(filters.attribute ?? {}), grouping?.key ?? ''], fromMs).map(
        ({ key, before }) => (
          <Callout key={key} title={`${key} is still being filled in`}>
            Invocations before <Time iso={before} style="minute" /> may lack their value of it.
          </Callout>
        ),
      )}
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[14rem_minmax(0,1fr)]">
        <Facets
          breakdown={facets}
          most={MOST_VALUES}
          attributes={counted}
          functions={names}
          scope={scope}
          params={kept}
        />
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
              compareWith={compareWith}
            />
          )}
        </Card>
      </div>
    </>
  );
}
