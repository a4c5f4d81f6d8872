import { toIncidentStoryView } from '@/app/_queries/views/incidents';
import { oneIncident } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const GET = route(oneIncident, async ({ params, services: { settings } }) =>
  toIncidentStoryView(await settings.getIncidentStory(params.id)),
);
