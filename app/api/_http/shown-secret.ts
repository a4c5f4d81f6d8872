import * as oidc from 'openid-client';

/**
 * How an app's secret is sent to its provider: in the body of a request or in its header. Most providers know both but
 * accept only the one configured for the app, and do not say which.
 */
export interface ShownSecret {
  readonly authentication: oidc.ClientAuth;
  /** Sends it in the header from now on. */
  preferHeader(): void;
  /** Runs what sends the secret; if the way is refused, tries the other one once, and keeps it. */
  use<Result>(ask: () => Promise<Result>): Promise<Result>;
}

export function showSecret(secret: string): ShownSecret {
  const ways = { body: oidc.ClientSecretPost(secret), header: oidc.ClientSecretBasic(secret) };
  let way: keyof typeof ways = 'body';
  return {
    authentication: (server, client, body, headers) => ways[way](server, client, body, headers),
    preferHeader() {
      way = 'header';
    },
    async use(ask) {
      const tried = way;
      try {
        return await ask();
      } catch (error) {
        if (!refusesApp(error)) throw error;
        // Another sign-in may have found out meanwhile.
        if (way === tried) way = tried === 'body' ? 'header' : 'body';
        return ask();
      }
    },
  };
}

function refusesApp(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_client';
  return error instanceof oidc.WWWAuthenticateChallengeError && error.status === 401;
}
