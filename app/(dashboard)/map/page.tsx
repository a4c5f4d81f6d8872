import type { Metadata } from 'next';
import { Suspense } from 'react';
import { functionLabels } from '@/core/model/function-labels';
import { FilterChip } from '../../_components/filters/filters';
import { begun } from '../../_components/later/begun';
import { Coming } from '../../_components/later/coming';
import { soon } from '../../_components/later/soon';
import { DependenciesTable } from '../../_components/map/dependencies-table';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { Skeleton } from '../../_components/ui/skeleton';
import { href } from '../../_components/url/href';
import { hexId, one, parseScope, type SearchParams, scopeQuery } from '../../_components/url/scope';
import { wholeScope } from '../../_components/url/whole-scope';
import { requirePageAccess } from '../../_queries/access';
import { listDependencies } from '../../_queries/map/dependencies';
import { listFunctionLinks } from '../../_queries/map/function-links';
import { getSetup } from '../../_queries/setup';
import { allFunctions } from '../functions/all-functions';
import { CallTotals } from './call-totals';
import { drawnMap, linkedMap } from './drawn-map';
import { LinksCard } from './links-card';
import { MapCard } from './map-card';

export const metadata: Metadata = { title: 'Map' };

const MOST_CALLS = 500;
/** Of the table, until all of them are asked for: its rows are most of the page. */
const FIRST_CALLS = 50;

export default async function MapPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const now = Date.now();
  const params = await searchParams;
  const scope = parseScope(params, now);
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;
  const narrowing = readNarrowing(params);
  const isNarrowed = Object.keys(narrowing).length > 0;
  const query = scopeQuery(scope);
  const asked = allFunctions(scope, { percentiles: false });
  const known = begun(asked.then(({ items }) => items));
  const calls = begun(listDependencies({ ...query, ...narrowing, limit: MOST_CALLS }, known));
  const [functions, { items: dependencies, totals }] = await Promise.all([asked, calls]);
  const callers = new Set(dependencies.map(({ functionId }) => functionId));
  const counted = {
    functions: isNarrowed ? functions.items.filter(({ id }) => callers.has(id)) : functions.items,
    dependencies,
  };
  // Read from traces, which takes its time: what is counted does not wait until all of it is there.
  const links = isNarrowed ? null : await soon(listFunctionLinks({ ...query, limit: MOST_CALLS }));
  const drawn = drawnMap({
    ...counted,
    links: links !== null && 'answer' in links ? links.answer.items : [],
  });
  const linked =
    links !== null && 'coming' in links
      ? begun(links.coming.then(({ items }) => linkedMap(drawn, { ...counted, links: items })))
      : null;
  // Of whole minutes, as the figures: what they lead to adds up to them.
  const whole = wholeScope(scope, now);
  const labels = functionLabels(functions.items);
  const named = dependencies.map((each) => ({
    ...each,
    functionName: labels.get(each.functionId) ?? each.functionName,
  }));
  const shown = one(params, 'calls') === 'all' ? named : named.slice(0, FIRST_CALLS);
  const chips = isNarrowed && (
    <div className="flex flex-wrap items-center gap-2">
      <FilterChip name="dependency" label="calls to" empty="what is not named" />
      <FilterChip name="functionId" label="of function" />
      {narrowing.dependency === '' && (
        <span className="text-muted">
          They do not name what they call, or are beyond the 100 that are told apart per function.
        </span>
      )}
    </div>
  );
  if (drawn.map.nodes.length === 0) {
    return (
      <>
        <PageHeader title="Map" />
        {chips}
        <Card>
          <Nothing title={isNarrowed ? 'No such calls in this range' : 'No invocations in this range'}>
            Functions appear as they run, and what they call as soon as spans show it.
          </Nothing>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Map" />
      {chips}
      <CallTotals totals={totals} />
      <MapCard
        key={JSON.stringify([scope.from, scope.to, scope.environment, narrowing])}
        drawn={drawn}
        linked={linked}
        tellsLinks={links !== null}
        scope={whole}
      />
      {dependencies.length > 0 && (
        // Apart, so that the map need not be sent together with its many rows.
        <Suspense fallback={<Skeleton className="h-[60vh]" />}>
          <Card flush title="What functions call">
            <DependenciesTable dependencies={shown} scope={whole} showFunction />
            <Pager
              first={null}
              next={
                shown.length === dependencies.length
                  ? null
                  : href('/map', scope, { ...narrowing, calls: 'all' })
              }
              labels={{ first: '', next: `Show all ${dependencies.length}` }}
            />
          </Card>
        </Suspense>
      )}
      {links !== null && (
        <Suspense>
          <Coming of={links}>{(view) => <LinksCard links={view} labels={labels} scope={scope} />}</Coming>
        </Suspense>
      )}
    </>
  );
}

const LONGEST_NAME = 1000;

/** What an alert may be about: one function, one dependency ('': those without a name), or one of the function's. */
function readNarrowing(params: SearchParams): { functionId?: string; dependency?: string } {
  const functionId = hexId(params, 'functionId', 16);
  const dependency = one(params, 'dependency')?.slice(0, LONGEST_NAME);
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(dependency === undefined ? {} : { dependency }),
  };
}
