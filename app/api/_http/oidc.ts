import * as oidc from 'openid-client';
import { addressOf } from '@/core/auth/own-address';
import type { RequestFacts } from '@/core/auth/request-facts';
import { type Config, isLoopbackHost } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { type ShownSecret, showSecret } from './shown-secret';
import { vouchesForEmail } from './vouched-email';

const TIMEOUT_SECONDS = 10;
const BY_POST = 'client_secret_post';

/** One per provider configuration that was read with a secret. */
const shown = new WeakMap<oidc.Configuration, ShownSecret>();

/** Faaslens as a client of the provider. */
export interface ProviderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Where the provider sends browsers back to. */
export function callbackUrl(config: Config, facts: RequestFacts): string {
  return `${addressOf(config, facts.header('host'))}/api/v1/session/sso/callback`;
}

/**
 * Reads the provider's configuration. Plain http only on this machine, or where private addresses are allowed.
 * @throws FaaslensError `invalid_input` if it cannot be read
 */
export async function discover(
  {
    issuer,
    clientId,
    clientSecret,
  }: Omit<ProviderClient, 'clientSecret'> & {
    /** Absent if only the provider's configuration is read. */
    readonly clientSecret?: string | undefined;
  },
  { allowPrivateWebhooks }: Pick<Config, 'allowPrivateWebhooks'>,
): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const plain = url.protocol === 'http:';
  if (plain && !allowPrivateWebhooks && !isLoopbackHost(url.hostname))
    throw new FaaslensError('invalid_input', 'issuer: must begin with https://');
  const secret = clientSecret === undefined ? null : showSecret(clientSecret);
  try {
    const found = await oidc.discovery(url, clientId, clientSecret, secret?.authentication ?? oidc.None(), {
      timeout: TIMEOUT_SECONDS,
      execute: plain ? [oidc.allowInsecureRequests] : [],
    });
    if (secret !== null) shown.set(found, secret);
    const { token_endpoint_auth_methods_supported: ways } = found.serverMetadata();
    if (ways !== undefined && !ways.includes(BY_POST)) secret?.preferHeader();
    return found;
  } catch (cause) {
    throw new FaaslensError(
      'invalid_input',
      `issuer: no OpenID configuration can be read below ${url.origin}${url.pathname}`,
      { cause },
    );
  }
}

/** What the browser must remember between the two halves of a sign-in. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
}

/** Where to redirect the browser, and what it must remember. */
export async function begin(
  client: oidc.Configuration,
  redirectUri: string,
  next: string,
): Promise<{ readonly url: URL; readonly pending: Pending }> {
  const pending: Pending = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    next,
  };
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  return { url, pending };
}

/** Who signed in. @throws FaaslensError `unauthenticated` if the provider's answer is invalid */
export async function finish(
  client: oidc.Configuration,
  came: URL,
  { state, nonce, verifier }: Pending,
): Promise<{ subject: string; email: string; emailVerified: boolean; name: string; issuer: string }> {
  try {
    const ask = () =>
      oidc.authorizationCodeGrant(client, came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
    const tokens = await (shown.get(client)?.use(ask) ?? ask());
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no claims');
    const more =
      typeof claims.email === 'string'
        ? claims
        : await oidc.fetchUserInfo(client, tokens.access_token, claims.sub);
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof more.email === 'string' ? more.email : '',
      emailVerified: vouchesForEmail(more),
      name: typeof more.name === 'string' ? more.name : '',
    };
  } catch (cause) {
    throw new FaaslensError('unauthenticated', 'the sign-in with the provider failed: try again', { cause });
  }
}
