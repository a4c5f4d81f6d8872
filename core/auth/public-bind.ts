import { type Config, isLoopbackHost } from '../config';
import { FaaslensError } from '../errors';

/**
 * Refuses to listen where others can reach us while nobody could show a key. `FAASLENS_AUTH=off` is the explicit
 * way to do it all the same. `hasAnyKey`: whether a key that is not revoked exists.
 * @throws FaaslensError `invalid_input` with the ways out.
 */
export function refusePublicBind(
  config: Pick<Config, 'auth' | 'host' | 'adminKey'>,
  hasAnyKey: boolean,
): void {
  if (config.auth === 'off' || isLoopbackHost(config.host) || hasAnyKey || config.adminKey !== null) return;
  throw new FaaslensError(
    'invalid_input',
    `FAASLENS_HOST=${config.host} can be reached by others and there is no key yet: make one with "faaslens keys create", ` +
      'or set FAASLENS_ADMIN_KEY, or listen on 127.0.0.1',
  );
}
