import { getVariants } from '@/app/_queries/explore/variants';
import { variants } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(variants, async ({ params: { id }, query }) => ({
  items: await getVariants({ id, ...query }),
  nextCursor: null,
}));
