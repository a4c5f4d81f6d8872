import { listDependencies } from '@/app/_queries/map/dependencies';
import { dependencies } from '@/app/api/_contract/map';
import { route } from '@/app/api/_http/route';

export const GET = route(dependencies, async ({ query }) => ({
  ...(await listDependencies(query)),
  nextCursor: null,
}));
