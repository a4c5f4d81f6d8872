import { toSessionView } from '@/app/_queries/views/people';
import { listSessions } from '@/app/api/_contract/people';
import { route } from '@/app/api/_http/route';
import { FaaslensError } from '@/core/errors';

export const GET = route(listSessions, async ({ access, query, services: { settings } }) => {
  const own = access?.session?.userId ?? null;
  const isAdmin = access?.scope === 'admin';
  if (!isAdmin && own === null) return { items: [], nextCursor: null };
  if (!isAdmin && query.userId !== undefined && query.userId !== own)
    throw new FaaslensError('forbidden', 'userId: only an admin sees the sessions of others');
  const sessions = await settings.listSessions(query.userId ?? (isAdmin ? null : own));
  const current = access?.session?.id ?? null;
  return { items: sessions.map((session) => toSessionView(session, current)), nextCursor: null };
});
