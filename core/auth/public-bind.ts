import { type Config, isLoopbackHost } from '../config';
import { FaaslensError } from '../errors';

/**
 * Refuses to listen on a public address while nobody could authenticate; `FAASLENS_AUTH=off` explicitly allows it.
 * `somebodyCanEnter`: whether there is a valid key or a user.
 * @throws FaaslensError `invalid_input` that lists the remedies.
 */
export function refusePublicBind(
  config: Pick<Config, 'auth' | 'host' | 'adminKey'>,
  somebodyCanEnter: boolean,
): void {
  // With `required`, the address is meant to be public: the set-up link is then the only way in.
  if (config.auth !== 'auto' || isLoopbackHost(config.host)) return;
  if (somebodyCanEnter || config.adminKey !== null) return;
  throw new FaaslensError(
    'invalid_input',
    `FAASLENS_HOST=${config.host} can be reached by others and there is no key and no user yet: set FAASLENS_AUTH=required, ` +
      'which prints a link for the first admin, or make a key with "faaslens keys create", or set FAASLENS_ADMIN_KEY, ' +
      'or listen on 127.0.0.1',
  );
}
