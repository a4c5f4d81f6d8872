import { listConcurrencyLimits as all, limitOf, toLimitView } from '@/app/_queries/concurrency';
import { listConcurrencyLimits, setConcurrencyLimit } from '@/app/api/_contract/concurrency';
import { route } from '@/app/api/_http/route';
import { concurrencyPlaceSchema } from '@/core/settings/concurrency-input';

export const GET = route(listConcurrencyLimits, async () => ({ items: await all(), nextCursor: null }));

export const PUT = route(
  setConcurrencyLimit,
  async ({ body, services: { settings } }) => toLimitView(await settings.setConcurrencyLimit(body)),
  async ({ body: sent }) => {
    const place = concurrencyPlaceSchema.safeParse(sent);
    return place.success ? limitOf(place.data) : null;
  },
);
