import { listSpanStacks } from '@/app/_queries/source-maps/span-stacks';
import { spanStacks } from '@/app/api/_contract/source-maps';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(spanStacks, async ({ params }) => ({
  items: found(await listSpanStacks(params), 'span', params.spanId),
  nextCursor: null,
}));
