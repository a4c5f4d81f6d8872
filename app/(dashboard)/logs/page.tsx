import type { Metadata } from 'next';
import { ClearFilters, FilterChip, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { SEVERITIES } from '../../_components/telemetry/severity';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { listLogs } from '../../_queries/logs';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { LogList } from './log-list';
import { readFilters } from './read-filters';

export const metadata: Metadata = { title: 'Logs' };

const FILTERS = ['functionId', 'severity', 'q', 'traceId', 'spanId'] as const;

export default async function LogsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const filters = readFilters(params);
  const [{ page, later }, functions] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) =>
      listLogs({ ...scopeQuery(scope), ...filters, ...at, limit: 100 }),
    ),
    functionChoices(scope),
  ]);
  return (
    <>
      <PageHeader title="Logs" />
      <div className="flex flex-wrap items-center gap-2">
        <TextFilter
          name="q"
          label="Search logs"
          placeholder={'Words, or "an exact phrase"'}
          width="w-72 max-sm:w-full"
        />
        <SelectFilter
          name="severity"
          label="Severity"
          any="Any severity"
          choices={SEVERITIES.slice(1).map(({ name }) => ({ value: name, label: `${name} and above` }))}
        />
        <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
        <FilterChip name="traceId" label="trace" />
        <FilterChip name="spanId" label="span" />
        <ClearFilters names={FILTERS} />
      </div>
      <Card flush className="overflow-hidden">
        {page.items.length === 0 ? (
          <Nothing title="No log record matches">Choose a longer range or remove a filter.</Nothing>
        ) : (
          <LogList logs={page.items} scope={scope} />
        )}
        <Pager
          first={later ? href('/logs', scope, { ...filters }) : null}
          next={
            page.nextCursor === null ? null : href('/logs', scope, { ...filters, cursor: page.nextCursor })
          }
        />
      </Card>
    </>
  );
}
