import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { missingLines } from '@/core/model/keeping/kept-lines';
import { FacetSkeleton } from '../../_components/facets/facet-skeleton';
import { readAround, readLogFilters } from '../../_components/filters/log-filters';
import { Coming } from '../../_components/later/coming';
import { soon } from '../../_components/later/soon';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { BUTTON } from '../../_components/ui/controls';
import { PageHeader } from '../../_components/ui/page-header';
import { Skeleton } from '../../_components/ui/skeleton';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, scopeQuery, text } from '../../_components/url/scope';
import { requirePageAccess } from '../../_queries/access';
import { getLogFacets } from '../../_queries/explore/log-facets';
import { countLogs } from '../../_queries/log-counts';
import { getRetention } from '../../_queries/retention';
import { listSavedViews } from '../../_queries/saved-views';
import { getSetup } from '../../_queries/setup';
import { functionChoices } from '../function-choices';
import { SavedViews } from '../saved-views/saved-views';
import { AroundSection } from './around-section';
import { LogFilterBar } from './filter-bar';
import { LinesSection, readLines } from './lines-section';
import { LogFacets } from './log-facets';
import { LogHistogram } from './log-histogram';
import { PatternsSection } from './patterns-section';
import { ViewTabs } from './view-tabs';

export const metadata: Metadata = { title: 'Logs' };

/** Of each facet. */
const MOST_VALUES = 20;

export default async function LogsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const filters = readLogFilters(params);
  const around = readAround(params);
  if (around !== undefined) return <AroundSection id={around} scope={scope} filters={filters} />;
  const shown = text(params, 'view') === 'patterns' ? 'patterns' : 'lines';
  // The lines first: what counts them looks at more, and they would wait for it.
  const [lines, functions, { policy }, views] = await Promise.all([
    shown === 'lines' ? readLines(scope, filters, text(params, 'cursor')) : null,
    functionChoices(scope),
    getRetention(),
    listSavedViews('logs'),
  ]);
  const query = { ...scopeQuery(scope), ...filters };
  const [histogram, facets] = await Promise.all([
    soon(countLogs(query)),
    soon(getLogFacets({ ...query, limit: MOST_VALUES })),
  ]);
  return (
    <>
      <PageHeader title="Logs" note={missingLines(policy) || undefined}>
        <div className="flex flex-wrap items-center gap-2">
          <SavedViews screen="logs" views={views} canChange={access !== 'read'} />
          <ViewTabs view={shown} scope={scope} filters={filters} />
          <Link prefetch={false} href={href('/logs/tail', scope, { ...filters })} className={BUTTON}>
            Live tail
          </Link>
        </div>
      </PageHeader>
      <LogFilterBar functions={functions} />
      <Suspense fallback={<Skeleton className="h-[188px]" />}>
        <Coming of={histogram}>
          {(counts) => <LogHistogram counts={counts} scope={scope} filters={filters} view={shown} />}
        </Coming>
      </Suspense>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[14rem_minmax(0,1fr)]">
        <Suspense fallback={<FacetSkeleton />}>
          <Coming of={facets}>
            {(view) => (
              <LogFacets facets={view} most={MOST_VALUES} scope={scope} filters={filters} view={shown} />
            )}
          </Coming>
        </Suspense>
        <div className="min-w-0">
          {lines === null ? (
            <PatternsSection scope={scope} filters={filters} />
          ) : (
            <LinesSection scope={scope} filters={filters} lines={lines} />
          )}
        </div>
      </div>
    </>
  );
}
