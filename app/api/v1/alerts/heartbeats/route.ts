import { listHeartbeats } from '@/app/_queries/heartbeats';
import { toHeartbeatView } from '@/app/_queries/views/settings';
import { heartbeats } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(heartbeats, async ({ query }) => ({
  items: (await listHeartbeats(query.environment)).map(toHeartbeatView),
  nextCursor: null,
}));
