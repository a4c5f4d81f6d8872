import * as oidc from 'openid-client';

/**
 * How the secret of an app is shown to its provider: in the body of a request or in its header. Most providers know both and
 * take but one from an app, as whoever made the app has chosen or left it, and do not say which.
 */
export interface ShownSecret {
  readonly authentication: oidc.ClientAuth;
  /** Shows it in the header from now on. */
  preferHeader(): void;
  /** Does what shows the secret; where the way is refused, once more in the other one, which stays. */
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
