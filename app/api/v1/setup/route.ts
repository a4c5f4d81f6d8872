import { setupFor } from '@/app/_queries/setup';
import { setup } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(setup, ({ facts }) => setupFor(facts.header('host')));
