import type { Metadata } from 'next';
import { toWholeMinutes } from '@/core/model/time-range';
import { formatWhole } from '../../_components/format/number';
import { DependenciesTable } from '../../_components/map/dependencies-table';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { parseScope, type SearchParams, scopeQuery } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { toRange } from '../../_queries/inputs/fields';
import { listDependencies } from '../../_queries/map/dependencies';
import { listFunctionLinks } from '../../_queries/map/function-links';
import { allFunctions } from '../functions/all-functions';
import { buildMap } from './graph';
import { layoutMap } from './layout-map';
import { LinksCard } from './links-card';
import { MapDrawing } from './map-drawing';

export const metadata: Metadata = { title: 'Map' };

const MOST_NODES = 60;
const MOST_CALLS = 500;

export default async function MapPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const now = Date.now();
  const scope = parseScope(await searchParams, now);
  const query = scopeQuery(scope);
  const [functions, dependencies, links] = await Promise.all([
    allFunctions(scope),
    listDependencies({ ...query, limit: MOST_CALLS }),
    listFunctionLinks({ ...query, limit: MOST_CALLS }),
  ]);
  const graph = buildMap({ functions: functions.items, dependencies, links: links.items }, MOST_NODES);
  const { fromMs, toMs } = toWholeMinutes(toRange(scope, now));
  // Of whole minutes, as the figures: what they lead to adds up to them.
  const whole = { ...scope, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  if (graph.nodes.length === 0) {
    return (
      <>
        <PageHeader title="Map" />
        <Card>
          <Nothing title="No invocations in this range">
            Functions appear as they run, and what they call as soon as their spans tell of it.
          </Nothing>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Map" />
      <Card
        flush
        aside={
          <p className="text-muted text-tremor-label">
            Calls of the range from left to right; dashed: told by traces only
            {links.lookedAt < links.traces && `, scaled up from ${formatWhole(links.lookedAt)} of them`}.
            {graph.left > 0 && ` ${graph.left} things with fewer calls are not drawn.`}
          </p>
        }
      >
        <MapDrawing map={layoutMap(graph)} scope={whole} />
      </Card>
      {dependencies.length > 0 && (
        <Card flush title="What functions call">
          <DependenciesTable dependencies={dependencies} scope={whole} showFunction />
        </Card>
      )}
      <LinksCard links={links} scope={scope} />
    </>
  );
}
