import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { FiguresCharts } from '../../../_components/charts/figures-charts';
import { StatTiles } from '../../../_components/figures/stat-tiles';
import { HeatmapCard } from '../../../_components/heatmap/heatmap-card';
import { InvocationsTable } from '../../../_components/invocations/invocations-table';
import { Card } from '../../../_components/ui/card';
import { BUTTON, MORE_LINK } from '../../../_components/ui/controls';
import { Nothing } from '../../../_components/ui/nothing';
import { PageHeader } from '../../../_components/ui/page-header';
import { href } from '../../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery } from '../../../_components/url/scope';
import { mayEdit, requirePageAccess } from '../../../_queries/access';
import { limitOf } from '../../../_queries/concurrency';
import { listCostGroups } from '../../../_queries/costs/costs';
import { listErrors } from '../../../_queries/errors';
import { getHeatmap } from '../../../_queries/explore/heatmap';
import { getColdStarts, getVariants, listDeployments } from '../../../_queries/explore/variants';
import { getFunctionWithCosts } from '../../../_queries/functions';
import { listDependencies } from '../../../_queries/map/dependencies';
import { ColdCard } from './cold-card';
import { DependenciesCard } from './dependencies-card';
import { ErrorsCard } from './errors-card';
import { FunctionCosts } from './function-costs';
import { Identity } from './identity';
import { LimitsCard } from './limits-card';
import { OutcomesCard } from './outcomes-card';
import { recentFailures, recentInvocations } from './recent';
import { VariantsTable } from './variants-table';

export const metadata: Metadata = { title: 'Function' };

const MOST_DEPENDENCIES = 20;
/** One that is not marked would look as if it had not been. */
const MOST_DEPLOYMENTS = 200;

interface FunctionPageProps {
  params: Promise<{ functionId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function FunctionPage({ params, searchParams }: FunctionPageProps) {
  const access = await requirePageAccess();
  const { functionId } = await params;
  const scope = parseScope(await searchParams, Date.now());
  const { from, to } = scopeQuery(scope);
  const found = await getFunctionWithCosts({ id: functionId, from, to });
  if (found === null) notFound();
  const { detail, costs } = found;
  // A function lies in one environment; a foreign one in the scope would empty its lists, here and behind the links.
  const own = { ...scope, environment: detail.environment };
  // Of whole minutes, as the figures: what they lead to adds up to them.
  const whole = { ...own, from: detail.from, to: detail.to };
  const of = { from, to, functionId };
  const variantsOf = getVariants({ id: functionId, from, to });
  const [
    failures,
    invocations,
    waits,
    heatmap,
    variants,
    coldStarts,
    deployments,
    errors,
    dependencies,
    limit,
  ] = await Promise.all([
    recentFailures(functionId, own, 5),
    recentInvocations(functionId, own, 10),
    listCostGroups({ ...of, groupBy: 'dependency', limit: 5 }),
    getHeatmap(of),
    variantsOf,
    getColdStarts({ id: functionId, from, to }, variantsOf),
    listDeployments({ ...of, limit: MOST_DEPLOYMENTS }),
    listErrors({ ...of, limit: 5 }),
    listDependencies({ ...of, limit: MOST_DEPENDENCIES }, [detail]),
    limitOf(detail),
  ]);
  return (
    <>
      <PageHeader title={detail.name}>
        <div className="flex gap-2">
          <Link prefetch={false} href={href('/invocations', own, { functionId })} className={BUTTON}>
            Invocations
          </Link>
          <Link prefetch={false} href={href('/traces', own, { functionId })} className={BUTTON}>
            Traces
          </Link>
          <Link prefetch={false} href={href('/logs', own, { functionId })} className={BUTTON}>
            Logs
          </Link>
        </div>
      </PageHeader>
      <Identity info={detail} />
      <StatTiles figures={detail} scope={own} functionId={functionId} />
      <FiguresCharts figures={detail} deployments={deployments} />
      <HeatmapCard heatmap={heatmap} scope={own} functionId={functionId} />
      <div className="grid gap-4 lg:grid-cols-3">
        <OutcomesCard totals={detail.totals} scope={whole} functionId={functionId} />
        <ColdCard totals={detail.totals} coldStarts={coldStarts} scope={whole} functionId={functionId} />
        <LimitsCard detail={detail} limit={limit} mayState={mayEdit(access)} scope={whole} />
      </div>
      <VariantsTable variants={variants} scope={whole} functionId={functionId} />
      <DependenciesCard dependencies={dependencies.items} scope={whole} />
      <ErrorsCard errors={errors.items} scope={own} functionId={functionId} />
      <FunctionCosts costs={costs} waits={waits} scope={whole} functionId={functionId} />
      {failures.length > 0 && (
        <Card flush title="Recent errors">
          <InvocationsTable label="Recent errors" invocations={failures} scope={scope} showFunction={false} />
        </Card>
      )}
      <Card
        flush
        title="Recent invocations"
        aside={
          <Link prefetch={false} href={href('/invocations', own, { functionId })} className={MORE_LINK}>
            All invocations
          </Link>
        }
      >
        {invocations.length === 0 ? (
          <Nothing title="No invocations in this range">Choose a longer range above.</Nothing>
        ) : (
          <InvocationsTable
            label="Recent invocations"
            invocations={invocations}
            scope={scope}
            showFunction={false}
          />
        )}
      </Card>
    </>
  );
}
