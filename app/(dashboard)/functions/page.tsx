import type { Metadata } from 'next';
import { ClearFilters, TextFilter } from '../../_components/filters/filters';
import { formatWhole } from '../../_components/format/number';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Callout } from '../../_components/ui/callout';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { parseScope, type SearchParams, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { getSetup } from '../../_queries/setup';
import { allFunctions } from './all-functions';
import { FunctionsTable } from './functions-table';
import { ordered, parseOrder } from './order';

export const metadata: Metadata = { title: 'Functions' };

export default async function FunctionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const q = text(params, 'q')?.slice(0, 500);
  const order = parseOrder(text(params, 'sort'));
  const { items, cut } = await allFunctions(scope, q);
  return (
    <>
      <PageHeader title="Functions" note={formatWhole(items.length)} />
      <div className="flex flex-wrap gap-2">
        <TextFilter name="q" label="Search functions" placeholder="Search by name" />
        <ClearFilters names={['q']} />
      </div>
      {cut && <Callout title="Only the first 2,000 functions by name are shown. Narrow the search." />}
      <Card flush>
        {items.length === 0 ? (
          <Nothing title="No function matches">Clear the search or choose another environment.</Nothing>
        ) : (
          <FunctionsTable functions={ordered(items, order)} order={order} scope={scope} q={q} />
        )}
      </Card>
    </>
  );
}
