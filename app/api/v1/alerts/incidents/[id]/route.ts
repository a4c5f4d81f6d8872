import { toIncidentView } from '@/app/_queries/views/settings';
import { oneIncident } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(oneIncident, async ({ params, services: { settings } }) =>
  toIncidentView(await settings.getIncident(params.id)),
);
