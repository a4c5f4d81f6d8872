import { listPromotedAttributes, toPromotedAttributeView } from '@/app/_queries/attributes';
import { listAttributes, promoteAttribute, unpromoteAttribute } from '@/app/api/_contract/attributes';
import { route } from '@/app/api/_http/route';

export const GET = route(listAttributes, async () => ({
  items: await listPromotedAttributes(),
  nextCursor: null,
}));

export const POST = route(promoteAttribute, async ({ body: { key }, services: { promotions } }) =>
  toPromotedAttributeView(await promotions.promote(key)),
);

export const DELETE = route(unpromoteAttribute, async ({ query: { key }, services: { promotions } }) => {
  await promotions.unpromote(key);
  return null;
});
