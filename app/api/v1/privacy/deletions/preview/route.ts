import { toDeletionQuery } from '@/app/_queries/deletions';
import { previewDeletion } from '@/app/api/_contract/deletions';
import { route } from '@/app/api/_http/route';

export const POST = route(previewDeletion, ({ body, services: { deletions } }) =>
  deletions.preview(toDeletionQuery(body)),
);
