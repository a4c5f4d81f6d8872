import { listEnvironments } from '@/app/_queries/environments';
import { environments } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(environments, async () => ({ items: await listEnvironments(), nextCursor: null }));
