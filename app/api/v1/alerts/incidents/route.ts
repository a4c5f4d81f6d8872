import { toRange } from '@/app/_queries/inputs/fields';
import { toPageView } from '@/app/_queries/views/rows';
import { toIncidentView } from '@/app/_queries/views/settings';
import { listIncidents } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

const EARLIEST = 'now-365d';

export const GET = route(
  listIncidents,
  async ({ query: { from, to, ...query }, services: { settings, now } }) => {
    const isBounded = from !== undefined || to !== undefined;
    const range = isBounded && toRange({ from: from ?? EARLIEST, to: to ?? 'now' }, now());
    return toPageView(await settings.listIncidents({ ...query, ...(range && { range }) }), toIncidentView);
  },
);
