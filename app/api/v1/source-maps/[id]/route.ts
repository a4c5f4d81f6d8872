import { deleteSourceMap } from '@/app/api/_contract/source-maps';
import { route } from '@/app/api/_http/route';

export const DELETE = route(deleteSourceMap, async ({ params, services: { settings } }) => {
  await settings.deleteSourceMap(params.id);
  return null;
});
