import Link from 'next/link';
import { Suspense } from 'react';
import { functionLabels } from '@/core/model/function-labels';
import { previousRange, type TimeRange, toWholeMinutes } from '@/core/model/time-range';
import { FiguresCharts } from '../_components/charts/figures-charts';
import { StatTiles } from '../_components/figures/stat-tiles';
import { Coming } from '../_components/later/coming';
import { soon } from '../_components/later/soon';
import { SetupGuide } from '../_components/setup/setup-guide';
import { LINK } from '../_components/ui/controls';
import { PageHeader } from '../_components/ui/page-header';
import { Skeleton } from '../_components/ui/skeleton';
import { href } from '../_components/url/href';
import { parseScope, type Scope, type SearchParams, scopeQuery } from '../_components/url/scope';
import { mayEdit, requirePageAccess } from '../_queries/access';
import { listErrors } from '../_queries/errors';
import { listDeployments } from '../_queries/explore/variants';
import { hasChannel, listActiveIncidents, MOST_ACTIVE } from '../_queries/incidents';
import { toRange } from '../_queries/inputs/fields';
import { getOverview } from '../_queries/overview';
import { getSetup } from '../_queries/setup';
import { allFunctions } from './functions/all-functions';
import { ActiveIncidents } from './overview/active-incidents';
import { changedMost } from './overview/changed-most';
import { ChangesCard } from './overview/changes-card';
import { DeploymentsCard } from './overview/deployments-card';
import { incidentsOf } from './overview/incidents-of';
import { NewErrors } from './overview/new-errors';
import { TopFunctions } from './top-functions';

const MOST_CHANGES = 6;
const MOST_NEW_ERRORS = 6;
/** One that is not marked would look as if it had not been. */
const MOST_DEPLOYMENTS = 200;

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const scope = parseScope(await searchParams, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const query = scopeQuery(scope);
  const { from, to, environment } = query;
  const range = toWholeMinutes(toRange({ from, to }, Date.now()));
  const [figures, incidents, deployments, canTell] = await Promise.all([
    getOverview({ range: { from, to }, ...(environment === undefined ? {} : { environment }) }),
    listActiveIncidents(),
    listDeployments({ ...query, limit: MOST_DEPLOYMENTS }),
    mayChange ? hasChannel() : true,
  ]);
  // Of whole minutes, as the figures: what they lead to adds up to them.
  const whole = { ...scope, from: figures.from, to: figures.to };
  // The figures of each function take ten times as long as those of all together, and are below them.
  const each = await soon(
    Promise.all([
      allFunctions(scope),
      allFunctions({ ...scope, ...isoRange(previousRange(range)) }),
      listErrors({
        ...query,
        from: figures.from,
        beganInRange: true,
        state: 'unresolved',
        limit: MOST_NEW_ERRORS,
      }),
    ]),
  );
  return (
    <>
      <PageHeader title="Overview" note={canTell ? undefined : <HowToBeTold scope={scope} />} />
      <ActiveIncidents
        incidents={incidentsOf(incidents, environment)}
        areAll={incidents.length < MOST_ACTIVE}
        scope={scope}
      />
      <StatTiles figures={figures} scope={scope} />
      <FiguresCharts figures={figures} deployments={deployments} />
      <Suspense fallback={<Skeleton className="h-[60vh]" />}>
        <Coming of={each}>
          {([functions, earlier, errors]) => {
            const labels = functionLabels(functions.items);
            return (
              <>
                <div className="grid gap-4 lg:grid-cols-2">
                  <ChangesCard
                    changes={changedMost(functions.items, earlier.items, MOST_CHANGES)}
                    labels={labels}
                    scope={scope}
                    whole={whole}
                  />
                  <NewErrors errors={errors.items} scope={scope} />
                </div>
                <TopFunctions functions={functions.items} labels={labels} scope={scope} whole={whole} />
                <DeploymentsCard deployments={deployments} labels={labels} scope={scope} />
              </>
            );
          }}
        </Coming>
      </Suspense>
    </>
  );
}

/** The rules that are there from the start have no channel. */
function HowToBeTold({ scope }: { readonly scope: Scope }) {
  return (
    <>
      Incidents are only shown here:{' '}
      <Link prefetch={false} href={href('/alerts/channels/new', scope)} className={LINK}>
        add a channel
      </Link>{' '}
      to be told of them.
    </>
  );
}

function isoRange({ fromMs, toMs }: TimeRange) {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
