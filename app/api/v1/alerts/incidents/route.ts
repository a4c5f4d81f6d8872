import { toPageView } from '@/app/_queries/views/rows';
import { toIncidentView } from '@/app/_queries/views/settings';
import { listIncidents } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const GET = route(listIncidents, async ({ query, services: { settings } }) =>
  toPageView(await settings.listIncidents(query), toIncidentView),
);
