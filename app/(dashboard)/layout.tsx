import { headers } from 'next/headers';
import { type ReactNode, Suspense } from 'react';
import { type FaaslensError, isFaaslensError } from '@/core/errors';
import { Shell } from '../_components/shell/shell';
import { FiguresSkeleton, TableSkeleton } from '../_components/ui/skeleton';
import { requirePageAccess } from '../_queries/access';
import { listEnvironments } from '../_queries/environments';
import { PATH_HEADER } from '../_queries/path-header';

/** While the database does not answer, the frame stays and the screen in it says so. */
async function environmentsIfKnown(): Promise<readonly string[]> {
  try {
    return await listEnvironments();
  } catch (error) {
    if (isFaaslensError(error) && isPassing(error)) return [];
    throw error;
  }
}

function isPassing({ code }: FaaslensError): boolean {
  return code === 'unavailable' || code === 'overloaded' || code === 'timeout';
}

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Each page checks too; here it keeps the names of environments from being streamed before a page can redirect.
  await requirePageAccess();
  const path = (await headers()).get(PATH_HEADER) ?? '';
  // One for all screens, which stays while one leads to another: so the old screen stays too until the new one is there. A
  // skeleton in between (loading.tsx) would be shown for at least 300 ms, however soon the server answers.
  return (
    <Shell environments={await environmentsIfKnown()}>
      <Suspense fallback={HAS_FIGURES.test(path) ? <FiguresSkeleton /> : <TableSkeleton />}>
        {children}
      </Suspense>
    </Shell>
  );
}

/** The screens that begin with tiles: the overview, a function and costs. */
const HAS_FIGURES = /^\/(\?|$|functions\/|costs(\?|$))/;
