import { getTrace } from '@/app/_queries/traces';
import { oneTrace } from '@/app/api/_contract/telemetry';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(oneTrace, async ({ params }) =>
  found(await getTrace(params), 'trace', params.traceId),
);
