import type { ReactNode } from 'react';
import { Shell } from '../_components/shell/shell';
import { requirePageAccess } from '../_queries/access';
import { listEnvironments } from '../_queries/environments';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Each page checks too; here it keeps the names of environments from being streamed before a page can redirect.
  await requirePageAccess();
  return <Shell environments={await listEnvironments()}>{children}</Shell>;
}
