import { listCapacity as all, nameCapacity } from '@/app/_queries/costs/capacity';
import { createCapacity, listCapacity } from '@/app/api/_contract/capacity';
import { route } from '@/app/api/_http/route';

export const GET = route(listCapacity, async () => ({ items: await all(), nextCursor: null }));

export const POST = route(createCapacity, async ({ body, services: { settings } }) =>
  nameCapacity(await settings.createCapacity(body)),
);
