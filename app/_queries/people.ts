import { addressOf } from '@/core/auth/own-address';
import type { Scope } from '@/core/settings/settings';
import { currentAccess } from './current-access';
import { allServices, services } from './door';
import { toSessionView, toUserView } from './views/people';
import { toKeyView } from './views/settings';

export type UserView = ReturnType<typeof toUserView>;
export type SessionView = ReturnType<typeof toSessionView>;
export type KeyView = ReturnType<typeof toKeyView>;

export interface AccountView {
  readonly scope: Scope;
  readonly environment: string | null;
  /** Null for callers with a key, or without credentials. */
  readonly user: UserView | null;
  readonly byKey: boolean;
  readonly sessions: readonly SessionView[];
}

/** The caller, and where else they are signed in. */
export async function getAccount(): Promise<AccountView> {
  const { door, settings } = await services();
  const { scope, environment, session, keyId, byAdminKey } = await currentAccess(door);
  const sessions = session === null ? [] : await settings.listSessions(session.userId);
  return {
    scope,
    environment,
    user: session && toUserView(await settings.getUser(session.userId)),
    byKey: keyId !== null || byAdminKey === true,
    sessions: sessions.map((one) => toSessionView(one, session?.id ?? null)),
  };
}

/** Users with their numbers of active sessions. */
export async function listUsers(): Promise<readonly (UserView & { readonly sessions: number })[]> {
  const { settings } = await services();
  const [users, sessions] = await Promise.all([settings.listUsers(), settings.listSessions(null)]);
  return users.map((user) => ({
    ...toUserView(user),
    sessions: sessions.filter(({ userId }) => userId === user.id).length,
  }));
}

export async function listKeys(): Promise<readonly KeyView[]> {
  const { settings } = await services();
  return (await settings.listKeys()).map(toKeyView);
}

/** The OpenID provider without its secret, and the values to register there; null if there is none. */
export async function getSingleSignOn(host: string | null) {
  const { config, settings } = await services();
  return {
    provider: await settings.getSingleSignOn(),
    redirectUri: `${addressOf(config, host ?? undefined)}/api/v1/session/sso/callback`,
  };
}

/** What the sign-in page offers; public. */
export async function signInWays(): Promise<{
  readonly password: boolean;
  readonly singleSignOn: string | null;
}> {
  const { settings } = await allServices();
  const [password, provider] = await Promise.all([settings.hasActiveUser(), settings.getSingleSignOn()]);
  return { password, singleSignOn: provider?.label ?? null };
}
