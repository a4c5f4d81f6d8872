import type { Config } from '../config';
import { FaaslensError } from '../errors';
import type { SessionOwner } from '../settings/people';
import { scopeAllows, scopeOfRole } from '../settings/scopes';
import { sameSecret } from '../settings/secrets';
import type { Key, Scope } from '../settings/settings';
import { asksForKey } from './asks-for-key';
import { refuseForeign } from './browser-rules';
import { shownSecret, shownSession } from './credentials';
import { hostName, isLoopbackName } from './hosts';
import { showsProxy } from './proxy-marks';
import type { RequestFacts } from './request-facts';
import { isSecure } from './secure';

export type { RequestFacts } from './request-facts';

/** What a request may do, and who sent it; `key` and `session` are null for an anonymous request and for the admin key. */
export interface Access {
  readonly scope: Scope;
  readonly keyId: string | null;
  /** Whether it carried the admin key from the settings, which has no id. */
  readonly byAdminKey?: boolean;
  readonly session: { readonly id: string; readonly userId: string } | null;
  /** The only environment that it may see or send to; null: all. */
  readonly environment: string | null;
}

export interface Door {
  /**
   * Lets a request through or throws. An ingest key may only ingest, a read key only read, an admin key everything; a session
   * whatever its user's role allows.
   * @throws FaaslensError `forbidden` for a foreign Host or Origin and for a key of another scope, `unauthenticated` without a
   * valid key where one is required.
   */
  authorize(request: RequestFacts, scope: Scope): Promise<Access>;
}

export type DoorConfig = Pick<Config, 'auth' | 'host' | 'publicUrl' | 'adminKey' | 'tls'>;

const OPEN: Access = { scope: 'admin', keyId: null, session: null, environment: null };

/**
 * The single entry point of every route, page, stream and ingest path. `findKey` returns the valid key with a secret,
 * `findSession` the owner of a session token; without `findSession` there are no sessions, as where only machines connect.
 */
export function createDoor({
  config,
  findKey,
  findSession = async () => null,
}: {
  config: DoorConfig;
  findKey: (secret: string) => Promise<Pick<Key, 'id' | 'scope' | 'environment'> | null>;
  findSession?: (token: string) => Promise<SessionOwner | null>;
}): Door {
  const secure = isSecure(config);

  const byKey = async (secret: string): Promise<Access | null> => {
    if (config.adminKey !== null && sameSecret(secret, config.adminKey)) return { ...OPEN, byAdminKey: true };
    const key = await findKey(secret);
    return key && { scope: key.scope, keyId: key.id, session: null, environment: key.environment };
  };
  const bySession = async (token: string): Promise<Access | null> => {
    const owner = await findSession(token);
    return (
      owner && {
        scope: scopeOfRole(owner.role),
        keyId: null,
        session: { id: owner.sessionId, userId: owner.userId },
        environment: owner.environment,
      }
    );
  };

  return {
    async authorize(request, scope) {
      refuseForeign(request, scope, config);
      if (asksNothing(request, config)) return OPEN;
      const token = shownSession(request, secure);
      const secret = shownSecret(request);
      const access =
        (token === null ? null : await bySession(token)) ?? (secret === null ? null : await byKey(secret));
      if (!access) throw new FaaslensError('unauthenticated', whyNot(token !== null, secret !== null, scope));
      if (!scopeAllows(access.scope, scope)) {
        throw new FaaslensError('forbidden', tooLittle(access, scope));
      }
      return access;
    },
  };
}

/** Neither keys nor roles are named after the scope `edit`: each caller is told what it would need instead. */
function tooLittle({ session, scope: has }: Access, needs: Scope): string {
  if (session === null) return `this needs a key of scope ${ofKey(needs)}; yours has ${has}`;
  const role = needs === 'admin' ? 'an admin' : needs === 'edit' ? 'an editor or an admin' : 'another role';
  return `this is for ${role}; your role gives ${has}`;
}

function whyNot(showsSession: boolean, showsKey: boolean, needs: Scope): string {
  const how = `send "Authorization: Bearer <key>"; "faaslens keys create --scope ${ofKey(needs)}" makes one`;
  if (showsKey) return `the key is not valid (unknown, revoked or too old): ${how}`;
  return showsSession ? 'the session is over: sign in again' : `a key is needed: ${how}`;
}

const ofKey = (scope: Scope) => (scope === 'edit' ? 'admin' : scope);

/** `auto` trusts only clients on this machine: nothing may indicate that the request came from elsewhere. */
function asksNothing(request: RequestFacts, config: DoorConfig): boolean {
  if (asksForKey(config)) return false;
  if (config.auth === 'off') return true;
  const name = hostName(request.header('host'));
  return name !== null && isLoopbackName(name) && !showsProxy(request);
}
