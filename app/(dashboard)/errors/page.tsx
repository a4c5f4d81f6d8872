import type { Metadata } from 'next';
import { readErrorFilters } from '../../_components/filters/error-filters';
import { ClearFilters, SelectFilter, TextFilter } from '../../_components/filters/filters';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { listErrors } from '../../_queries/errors';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { CountedHours } from './counted-hours';
import { ErrorsTable } from './errors-table';

export const metadata: Metadata = { title: 'Errors' };

const STATES = [
  { value: 'all', label: 'All states' },
  { value: 'open', label: 'Open' },
  { value: 'regressed', label: 'Regressed' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'ignored', label: 'Ignored' },
];

export default async function ErrorsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const filters = readErrorFilters(params);
  const [{ page, later }, functions] = await Promise.all([
    pageOrFirst(text(params, 'cursor'), (at) =>
      listErrors({ ...scopeQuery(scope), ...filters, ...at, limit: 50 }),
    ),
    functionChoices(scope),
  ]);
  const kept = { functionId: filters.functionId, q: filters.q, state: text(params, 'state') };
  return (
    <>
      <PageHeader
        title="Errors"
        note={
          <>
            Equal failures are one group, counted <CountedHours scope={scope} />
          </>
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <SelectFilter name="state" label="State" any="Open and regressed" choices={STATES} />
        <SelectFilter name="functionId" label="Function" any="All functions" choices={functions} />
        <TextFilter name="q" label="Search errors" placeholder="Type, message or function" />
        <ClearFilters names={['state', 'functionId', 'q']} />
      </div>
      <Card flush>
        {page.items.length === 0 ? (
          <Nothing title="No error matches">
            Nothing failed in this range, or it was resolved or ignored: choose a longer range or another
            state.
          </Nothing>
        ) : (
          <ErrorsTable errors={page.items} scope={scope} functionId={filters.functionId} />
        )}
        <Pager
          first={later ? href('/errors', scope, kept) : null}
          next={
            page.nextCursor === null ? null : href('/errors', scope, { ...kept, cursor: page.nextCursor })
          }
        />
      </Card>
    </>
  );
}
