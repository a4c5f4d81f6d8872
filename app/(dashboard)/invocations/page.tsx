import type { Metadata } from 'next';
import Link from 'next/link';
import { LONGEST_KEY } from '@/core/model/attributes';
import { OUTCOMES } from '@/core/model/invocation';
import { chosenColumns } from '../../_components/columns/chosen-columns';
import { ColumnChoice } from '../../_components/columns/column-choice';
import { ClearFilters, FilterChip, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { PresetLinks } from '../../_components/filters/preset-links';
import { INVOCATION_COLUMNS, INVOCATION_LINKS, LIST_COLUMNS } from '../../_components/invocations/columns';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { OUTCOME_LABELS } from '../../_components/ui/outcome-badge';
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
import { FACETS, FIELD_LABELS, fieldLabel, isField } from './explore/fields';
import { GroupChoice } from './explore/group-choice';
import { ListOrGroups } from './explore/list-or-groups';
import { PRESET_PARAMS, presetsFor } from './explore/presets';
import { SpanGroups } from './explore/span-groups';
import { FACTS, NAMES, readFilters } from './read-filters';

export const metadata: Metadata = { title: 'Invocations' };

const MOST_GROUPS = 200;
const MOST_FACET_ATTRIBUTES = 5;
/** Filters that have no control of their own. */
const CHIPS = [
  'failed',
  'maxDurationMs',
  'minCostUsd',
  'memoryMb',
  'fingerprint',
  ...NAMES,
  ...FACTS,
] as const;
const CHIP_LABELS: Readonly<Record<string, string>> = {
  failed: 'failed',
  maxDurationMs: 'shorter than, ms',
  minCostUsd: 'cost from, USD',
  dependency: 'waited for',
  called: 'called',
  failedCall: 'failed call to',
  fingerprint: 'error group',
  requestKey: 'attempts at',
};

export default async function InvocationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const filters = readFilters(params, promoted);
  const attributes = Object.keys(filters.attribute ?? {});
  const groupBy = text(params, 'groupBy')?.slice(0, LONGEST_KEY);
  const ofSpans = groupBy !== undefined && !isField(groupBy) && !promoted.includes(groupBy);
  const query = { ...scopeQuery(scope), ...filters };
  const { from, to, environment } = scopeQuery(scope);
  const counted = promoted.slice(0, MOST_FACET_ATTRIBUTES);
  const budgetMs = number(params, 'budgetMs', MOST_BUDGET_MS);
  const [{ page, later }, functions, facets, groups, spanGroups, totals, views] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) => listInvocationCosts({ ...query, ...at, limit: 50 })),
    functionChoices(scope),
    getBreakdown({ ...query, by: FACETS.join(','), byAttribute: counted.join(','), limit: 20 }),
    groupBy === undefined || ofSpans
      ? null
      : getBreakdown({ ...query, [isField(groupBy) ? 'by' : 'byAttribute']: groupBy, limit: MOST_GROUPS }),
    ofSpans
      ? getAttributeGroups({
          ...scopeQuery(scope),
          ...(filters.functionId === undefined ? {} : { functionId: filters.functionId }),
          ...(budgetMs === undefined ? {} : { budgetMs: Math.floor(budgetMs) }),
          key: groupBy,
          unit: 'spans',
          limit: MOST_GROUPS,
        })
      : null,
    getTotals({ range: { from, to }, ...(environment === undefined ? {} : { environment }) }),
    listSavedViews('invocations'),
  ]);
  const columns = text(params, 'columns');
  const kept = {
    ...filterParams(filters),
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(columns === undefined ? {} : { columns }),
  };
  const names = [...CHIPS, 'functionId', 'outcome', 'coldStart', 'minDurationMs', 'q'];
  const isNarrowed = names.some((name) => name !== 'functionId' && name in filters) || attributes.length > 0;
  return (
    <>
      <PageHeader title="Invocations">
        <div className="flex flex-wrap gap-2">
          {isNarrowed && (
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
      <div className="flex flex-wrap items-center gap-2">
        <PresetLinks
          path="/invocations"
          presets={presetsFor(totals)}
          replaces={PRESET_PARAMS}
          scope={scope}
          params={kept}
        />
        <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
        <SelectFilter
          name="outcome"
          label="Outcome"
          any="Any outcome"
          choices={OUTCOMES.map((value) => ({ value, label: OUTCOME_LABELS[value] }))}
        />
        <SelectFilter
          name="coldStart"
          label="Cold start"
          any="Cold and warm"
          choices={[
            { value: 'true', label: 'Cold only' },
            { value: 'false', label: 'Warm only' },
          ]}
        />
        <TextFilter
          name="minDurationMs"
          label="Shortest duration in milliseconds"
          placeholder="Min ms"
          kind="number"
          width="w-24"
        />
        <TextFilter name="q" label="Search invocations" placeholder="Error, function or id" />
        <GroupChoice
          fields={Object.entries(FIELD_LABELS).map(([value, label]) => ({ value, label }))}
          attributes={promoted}
        />
        {CHIPS.map((name) => (
          <FilterChip key={name} name={name} label={CHIP_LABELS[name] ?? fieldLabel(name)} />
        ))}
        {attributes.map((key) => (
          <FilterChip key={key} name={`attribute.${key}`} label={key} />
        ))}
        <ClearFilters names={[...names, ...attributes.map((key) => `attribute.${key}`)]} />
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <Facets breakdown={facets} attributes={counted} scope={scope} params={kept} />
        <Card flush className="self-start">
          {spanGroups !== null && groupBy !== undefined ? (
            <SpanGroups
              attribute={groupBy}
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
              isAttribute={groupBy !== undefined && !isField(groupBy)}
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
