import { FiguresCharts } from '../_components/charts/figures-charts';
import { StatTiles } from '../_components/figures/stat-tiles';
import { SetupGuide } from '../_components/setup/setup-guide';
import { PageHeader } from '../_components/ui/page-header';
import { parseScope, type SearchParams, scopeQuery } from '../_components/url/scope';
import { requirePageAccess } from '../_queries/access';
import { getOverview } from '../_queries/overview';
import { getSetup } from '../_queries/setup';
import { allFunctions } from './functions/all-functions';
import { TopFunctions } from './top-functions';

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const scope = parseScope(await searchParams, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide endpoint={setup.otlpHttpUrl} needsKey={setup.needsKey} />;

  const { from, to, environment } = scopeQuery(scope);
  const [figures, functions] = await Promise.all([
    getOverview({ range: { from, to }, ...(environment === undefined ? {} : { environment }) }),
    allFunctions(scope),
  ]);
  return (
    <>
      <PageHeader title="Overview" />
      <StatTiles figures={figures} />
      <FiguresCharts figures={figures} />
      <TopFunctions functions={functions.items} scope={scope} />
    </>
  );
}
