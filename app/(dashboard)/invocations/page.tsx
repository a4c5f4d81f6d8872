import type { Metadata } from 'next';
import { OUTCOMES } from '@/core/model/invocation';
import { ClearFilters, FilterChip, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { InvocationsTable } from '../../_components/invocations/invocations-table';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { OUTCOME_LABELS } from '../../_components/ui/outcome-badge';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { listPromotedAttributes } from '../../_queries/attributes';
import { listInvocations } from '../../_queries/invocations';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { filterParams, readFilters } from './read-filters';

export const metadata: Metadata = { title: 'Invocations' };

export default async function InvocationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const filters = readFilters(params, promoted);
  const attributes = Object.keys(filters.attribute ?? {});
  const [{ page, later }, functions] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) =>
      listInvocations({ ...scopeQuery(scope), ...filters, ...at, limit: 50 }),
    ),
    functionChoices(scope),
  ]);
  return (
    <>
      <PageHeader title="Invocations" />
      <div className="flex flex-wrap items-center gap-2">
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
        <FilterChip name="dependency" label="waited for" />
        {attributes.map((key) => (
          <FilterChip key={key} name={`attribute.${key}`} label={key} />
        ))}
        <ClearFilters
          names={[
            ...['functionId', 'outcome', 'coldStart', 'minDurationMs', 'q', 'dependency'],
            ...attributes.map((key) => `attribute.${key}`),
          ]}
        />
      </div>
      <Card flush>
        {page.items.length === 0 ? (
          <Nothing title="No invocation matches">Choose a longer range or remove a filter.</Nothing>
        ) : (
          <InvocationsTable label="Invocations" invocations={page.items} scope={scope} />
        )}
        <Pager
          first={later ? href('/invocations', scope, filterParams(filters)) : null}
          next={
            page.nextCursor === null
              ? null
              : href('/invocations', scope, { ...filterParams(filters), cursor: page.nextCursor })
          }
        />
      </Card>
    </>
  );
}
