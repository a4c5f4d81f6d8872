import { listFunctionLinks } from '@/app/_queries/map/function-links';
import { functionLinks } from '@/app/api/_contract/map';
import { route } from '@/app/api/_http/route';

export const GET = route(functionLinks, async ({ query }) => ({
  ...(await listFunctionLinks(query)),
  nextCursor: null,
}));
