import type { Metadata } from 'next';
import Link from 'next/link';
import { ClearFilters, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { hexId, parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { getSetup } from '../../_queries/setup';
import { listTraces } from '../../_queries/traces';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { TracesTable } from './traces-table';

export const metadata: Metadata = { title: 'Traces' };

export default async function TracesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const functionId = hexId(params, 'functionId', 16);
  const q = text(params, 'q')?.slice(0, 500);
  const filters = {
    ...(functionId === undefined ? {} : { functionId }),
    ...(q === undefined ? {} : { q }),
    ...(text(params, 'errorsOnly') === 'true' ? { errorsOnly: true } : {}),
  };
  const [{ page, later }, functions] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) =>
      listTraces({ ...scopeQuery(scope), ...filters, ...at, limit: 50 }),
    ),
    functionChoices(scope),
  ]);
  return (
    <>
      <PageHeader title="Traces">
        <Link prefetch={false} href="/traces/open" className={BUTTON}>
          Open a file
        </Link>
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
        <SelectFilter
          name="errorsOnly"
          label="Errors"
          any="All traces"
          choices={[{ value: 'true', label: 'With errors' }]}
        />
        <TextFilter name="q" label="Search traces" placeholder="Root span or trace id" />
        <ClearFilters names={['functionId', 'errorsOnly', 'q']} />
      </div>
      <Card flush>
        {page.items.length === 0 ? (
          <Nothing title="No trace matches">Choose a longer range or remove a filter.</Nothing>
        ) : (
          <TracesTable traces={page.items} scope={scope} />
        )}
        <Pager
          first={later ? href('/traces', scope, filters) : null}
          next={
            page.nextCursor === null ? null : href('/traces', scope, { ...filters, cursor: page.nextCursor })
          }
        />
      </Card>
    </>
  );
}
