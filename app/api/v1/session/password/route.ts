import { visitorOf } from '@/app/_queries/request-facts';
import { changePassword } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';
import { FaaslensError } from '@/core/errors';

export const PUT = route(changePassword, async ({ access, body, facts, services }) => {
  if (!access?.session)
    throw new FaaslensError('conflict', 'a key has no password to change: sign in as a user');
  const { id, userId } = access.session;
  const { settings, signInLimits } = services;
  const { address } = visitorOf(facts);
  // Somebody who finds a signed-in browser must not be able to guess the password.
  signInLimits.enter(userId, address);
  await settings.changePassword(userId, { current: body.currentPassword, next: body.password }, id);
  signInLimits.succeeded(userId, address);
  return null;
});
