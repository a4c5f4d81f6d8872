import { changePassword } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';
import { FaaslensError } from '@/core/errors';

export const PUT = route(changePassword, async ({ access, body, services: { settings } }) => {
  if (!access?.session) throw new FaaslensError('conflict', 'who came with a key has no password to change');
  const { id, userId } = access.session;
  await settings.changePassword(userId, { current: body.currentPassword, next: body.password }, id);
  return null;
});
