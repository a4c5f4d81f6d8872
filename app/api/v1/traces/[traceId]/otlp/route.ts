import { getTraceAsOtlp } from '@/app/_queries/traces';
import { traceAsOtlp } from '@/app/api/_contract/telemetry';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(traceAsOtlp, async ({ params }) =>
  found(await getTraceAsOtlp(params), 'trace', params.traceId),
);
