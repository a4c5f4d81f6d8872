import { listFunctions } from '@/app/_queries/functions';
import { functions } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(functions, ({ query }) => listFunctions(query));
