import { listDependencies } from '@/app/_queries/map/dependencies';
import { getDependencyTotals } from '@/app/_queries/map/dependency-totals';
import { dependencies } from '@/app/api/_contract/map';
import { route } from '@/app/api/_http/route';

export const GET = route(dependencies, async ({ query }) => ({
  items: await listDependencies(query),
  nextCursor: null,
  totals: await getDependencyTotals(query),
}));
