import type { Configuration } from 'openid-client';
import type { Config } from '@/core/config';
import { discover, type ProviderClient } from './oidc';

/**
 * The configuration of the single sign-on provider, read on sign-in and cached for a while: anybody
 * may start a sign-in, which must not make Faaslens query the provider as often. Concurrent callers share one
 * read; a failure is shared for some seconds.
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

/** `now`: milliseconds of a monotonic clock. One provider is cached at a time, because only one is configured. */
export function createKnownProvider(read: KnownProvider, now: () => number): KnownProvider {
  let known: Known | null = null;
  return (client, config) => {
    if (known !== null && isSame(known.client, client) && now() < known.until) return known.configuration;
    const asked: Known = {
      client,
      configuration: read(client, config),
      // Nobody reads again while a read is in progress.
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
