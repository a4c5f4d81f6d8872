import { listTraces } from '@/app/_queries/traces';
import { traces } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(traces, ({ query }) => listTraces(query));
