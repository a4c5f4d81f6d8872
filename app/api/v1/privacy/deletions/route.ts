import { listDeletions, toDeletionQuery } from '@/app/_queries/deletions';
import { toDeletionView } from '@/app/_queries/views/deletion';
import { listDeletions as listContract, requestDeletion } from '@/app/api/_contract/deletions';
import { route } from '@/app/api/_http/route';

export const GET = route(listContract, async () => ({ items: await listDeletions(), nextCursor: null }));

export const POST = route(requestDeletion, async ({ body, services: { deletions } }) =>
  toDeletionView(await deletions.request(toDeletionQuery(body))),
);
