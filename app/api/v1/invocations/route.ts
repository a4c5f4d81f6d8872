import { listInvocations } from '@/app/_queries/invocations';
import { invocations } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(invocations, ({ query }) => listInvocations(query));
