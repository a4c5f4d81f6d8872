import { getSpan } from '@/app/_queries/traces';
import { oneSpan } from '@/app/api/_contract/telemetry';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(oneSpan, async ({ params }) => found(await getSpan(params), 'span', params.spanId));
