import { toIncidentView } from '@/app/_queries/views/settings';
import { whoIs } from '@/app/_queries/who';
import { acknowledgeIncident } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const POST = route(acknowledgeIncident, async ({ params, access, services: { settings } }) =>
  toIncidentView(await settings.acknowledgeIncident(params.id, { by: await whoIs(access) })),
);
