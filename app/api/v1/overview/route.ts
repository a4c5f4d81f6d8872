import { getOverview } from '@/app/_queries/overview';
import { overview } from '@/app/api/_contract/telemetry';
import { route } from '@/app/api/_http/route';

export const GET = route(overview, ({ query: { from, to, ...of } }) =>
  getOverview({ range: { from, to }, ...of }),
);
