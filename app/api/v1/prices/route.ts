import { listPrices as prices } from '@/app/_queries/prices';
import { listPrices } from '@/app/api/_contract/prices';
import { route } from '@/app/api/_http/route';

export const GET = route(listPrices, async ({ query }) => ({ items: await prices(query), nextCursor: null }));
