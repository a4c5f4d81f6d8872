import type { Config } from '../config';
import { FaaslensError } from '../errors';
import { scopeAllows } from '../settings/scopes';
import { sameSecret } from '../settings/secrets';
import type { Key, KeyScope } from '../settings/settings';
import { asksForKey } from './asks-for-key';
import { refuseForeign } from './browser-rules';
import { shownSecret } from './credentials';
import { hostName, isLoopbackName } from './hosts';
import { showsProxy } from './proxy-marks';
import type { RequestFacts } from './request-facts';

export type { RequestFacts } from './request-facts';

/** What a request may do, and by which key; `keyId` is null when no key was asked for, and for the admin key. */
export interface Access {
  readonly scope: KeyScope;
  readonly keyId: string | null;
}

export interface Door {
  /**
   * Lets a request through or throws. An ingest key may only ingest, a read key only read, an admin key all.
   * @throws FaaslensError `forbidden` for a foreign Host or Origin and for a key of another scope,
   * `unauthenticated` without a valid key where one is asked for.
   */
  authorize(request: RequestFacts, scope: KeyScope): Promise<Access>;
}

export type DoorConfig = Pick<Config, 'auth' | 'host' | 'publicUrl' | 'adminKey'>;

/** The one door before every route, page, stream and ingest path. `findKey` answers the valid key of a secret. */
export function createDoor({
  config,
  findKey,
}: {
  config: DoorConfig;
  findKey: (secret: string) => Promise<Pick<Key, 'id' | 'scope'> | null>;
}): Door {
  const identify = async (secret: string): Promise<Access | null> => {
    if (config.adminKey !== null && sameSecret(secret, config.adminKey))
      return { scope: 'admin', keyId: null };
    const key = await findKey(secret);
    return key && { scope: key.scope, keyId: key.id };
  };

  return {
    async authorize(request, scope) {
      refuseForeign(request, scope, config);
      if (asksNothing(request, config)) return { scope: 'admin', keyId: null };
      const secret = shownSecret(request);
      const access = secret === null ? null : await identify(secret);
      if (!access) {
        const why = secret === null ? 'a key is needed' : 'the key is not valid (unknown or revoked)';
        throw new FaaslensError(
          'unauthenticated',
          `${why}: send "Authorization: Bearer <key>"; "faaslens keys create" makes one`,
        );
      }
      if (!scopeAllows(access.scope, scope))
        throw new FaaslensError('forbidden', `this needs a key of scope ${scope}; yours has ${access.scope}`);
      return access;
    },
  };
}

/** `auto` trusts only who sits at this machine: nothing on the way may have brought the request from elsewhere. */
function asksNothing(request: RequestFacts, config: DoorConfig): boolean {
  if (asksForKey(config)) return false;
  if (config.auth === 'off') return true;
  const name = hostName(request.header('host'));
  return name !== null && isLoopbackName(name) && !showsProxy(request);
}
