import { deleteConcurrencyLimit } from '@/app/api/_contract/concurrency';
import { route } from '@/app/api/_http/route';

export const DELETE = route(deleteConcurrencyLimit, async ({ params, services: { settings } }) => {
  await settings.deleteConcurrencyLimit(params.id);
  return null;
});
