import { listRelated } from '@/app/_queries/related';
import { getTrace } from '@/app/_queries/traces';
import { related } from '@/app/api/_contract/telemetry';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(related, async ({ params }) => {
  const trace = found(await getTrace(params), 'trace', params.traceId);
  return { items: await listRelated(trace), nextCursor: null };
});
