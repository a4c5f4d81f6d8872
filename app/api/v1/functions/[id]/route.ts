import { getFunction } from '@/app/_queries/functions';
import { oneFunction } from '@/app/api/_contract/telemetry';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(oneFunction, async ({ params: { id }, query }) =>
  found(await getFunction({ id, ...query }), 'function', id),
);
