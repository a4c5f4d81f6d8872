import { endSession } from '@/app/api/_contract/people';
import { route } from '@/app/api/_http/route';
import { FaaslensError } from '@/core/errors';

export const DELETE = route(endSession, async ({ access, params, services: { settings } }) => {
  const own = access?.session?.userId ?? null;
  const isAdmin = access?.scope === 'admin';
  if (!isAdmin && own === null) throw new FaaslensError('not_found', `There is no session ${params.id}`);
  await settings.endSession(params.id, isAdmin ? null : own);
  return null;
});
