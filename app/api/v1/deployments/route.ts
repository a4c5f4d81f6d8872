import { listDeployments } from '@/app/_queries/explore/variants';
import { deployments } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(deployments, async ({ query }) => ({
  items: await listDeployments(query),
  nextCursor: null,
}));
