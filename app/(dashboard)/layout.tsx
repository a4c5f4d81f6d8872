import type { ReactNode } from 'react';
import { type FaaslensError, isFaaslensError } from '@/core/errors';
import { Shell } from '../_components/shell/shell';
import { requirePageAccess } from '../_queries/access';
import { listEnvironments } from '../_queries/environments';

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
  return <Shell environments={await environmentsIfKnown()}>{children}</Shell>;
}
