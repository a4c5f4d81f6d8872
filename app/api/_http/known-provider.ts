import type { Configuration } from 'openid-client';
import type { Config } from '@/core/config';
import { discover, type ProviderClient } from './oidc';

/**
 * The configuration of the provider of single sign-on, read when somebody signs in and at most once in a while: anybody
 * may begin a sign-in, and must not make Faaslens ask the provider as often. All who come while it is read wait for the
 * same answer; one that failed is everybody's for some seconds.
 */
export type KnownProvider = (
  client: ProviderClient,
  config: Pick<Config, 'allowPrivateWebhooks'>,
) => Promise<Configuration>;

const KEPT_MS = 60_000;
const FAILED_MS = 5_000;

interface Known {
  readonly client: ProviderClient;
  readonly configuration: Promise<Configuration>;
  until: number;
}

/** `now`: milliseconds of a clock that nobody sets. One provider is known at a time, as one is set up. */
export function createKnownProvider(read: KnownProvider, now: () => number): KnownProvider {
  let known: Known | null = null;
  return (client, config) => {
    if (known !== null && isSame(known.client, client) && now() < known.until) return known.configuration;
    const asked: Known = {
      client,
      configuration: read(client, config),
      // While it is read it is nobody's turn to ask again.
      until: Number.POSITIVE_INFINITY,
    };
    asked.configuration.then(
      () => {
        asked.until = now() + KEPT_MS;
      },
      () => {
        asked.until = now() + FAILED_MS;
      },
    );
    known = asked;
    return asked.configuration;
  };
}

export const knownProvider = createKnownProvider(discover, () => performance.now());

function isSame(one: ProviderClient, other: ProviderClient): boolean {
  return (
    one.issuer === other.issuer && one.clientId === other.clientId && one.clientSecret === other.clientSecret
  );
}
