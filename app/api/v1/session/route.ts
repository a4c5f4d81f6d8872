import { visitorOf } from '@/app/_queries/request-facts';
import { toUserView } from '@/app/_queries/views/people';
import { readSession, signIn, signOut } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';
import { forgetBoth, keepKey, keepSession } from '@/app/api/_http/signed-in';
import { shownSession } from '@/core/auth/credentials';
import { isSecure } from '@/core/auth/secure';
import { FaaslensError } from '@/core/errors';
import { scopeOfRole } from '@/core/settings/scopes';

export const GET = route(readSession, async ({ access, services: { settings } }) => {
  if (access === null) throw new FaaslensError('unauthenticated', 'a key is needed');
  const { scope, environment, session } = access;
  return {
    scope,
    environment,
    user: session && toUserView(await settings.getUser(session.userId)),
    sessionId: session?.id ?? null,
  };
});

export const POST = route(signIn, async ({ body, facts, headers, services }) => {
  const visitor = visitorOf(facts);
  if ('key' in body) {
    // The key itself is the session: it is checked here as on any request that carries it.
    const header = (name: string) => (name === 'authorization' ? `Bearer ${body.key}` : facts.header(name));
    const { scope } = await services.door.authorize({ method: facts.method, header }, 'read');
    keepKey(headers, services, body.key);
    return { scope };
  }
  services.signInLimits.enter(body.email, visitor.address);
  const { token, user } = await services.settings.signIn(body, visitor);
  services.signInLimits.succeeded(body.email, visitor.address);
  keepSession(headers, services, token);
  return { scope: scopeOfRole(user.role) };
});

export const DELETE = route(signOut, async ({ facts, headers, services }) => {
  const { config, settings } = services;
  const token = shownSession(facts, isSecure(config));
  const owner = token === null ? null : await settings.findSession(token);
  if (owner !== null) await settings.endSession(owner.sessionId, owner.userId);
  forgetBoth(headers, services);
  return null;
});
