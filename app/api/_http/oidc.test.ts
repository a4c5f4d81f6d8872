import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { discover, finish } from './oidc';

const APP = { clientId: 'faaslens', clientSecret: 'of the app' };
const PENDING = { state: 's', nonce: 'n', verifier: 'v'.repeat(43), next: '/' };

type Way = 'body' | 'header';

let close = async () => {};
afterEach(() => close());

/** A provider that accepts the app's secret in one way, and the ways in which it was sent. */
async function provider(taken: Way, told?: readonly string[]) {
  const asked: Way[] = [];
  const server = createServer(async (request, response) => {
    const json = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.method === 'GET')
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        token_endpoint_auth_methods_supported: told,
      });
    const { way, secret } = await shownIn(request);
    asked.push(way);
    if (way !== taken || secret !== APP.clientSecret) return json(401, { error: 'invalid_client' });
    return json(200, { access_token: 'a', token_type: 'Bearer', id_token: idToken(issuer) });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { issuer, asked };
}

async function shownIn(request: IncomingMessage): Promise<{ way: Way; secret: string | null }> {
  let body = '';
  for await (const part of request) body += part;
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return { way: 'body', secret: new URLSearchParams(body).get('client_secret') };
  // Both halves are form-encoded.
  return { way: 'header', secret: new URLSearchParams(`it=${atob(basic).split(':')[1]}`).get('it') };
}

function idToken(issuer: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: issuer,
    aud: APP.clientId,
    sub: 'ana',
    iat: now,
    exp: now + 60,
    nonce: PENDING.nonce,
  };
  return `${part({ alg: 'RS256' })}.${part({ ...claims, email: 'ana@example.org' })}.c2ln`;
}

const came = (issuer: string) =>
  new URL(`http://127.0.0.1:3000/callback?code=c&state=s&iss=${encodeURIComponent(issuer)}`);

it.each<[Way, Way[]]>([
  ['body', ['body', 'body']],
  ['header', ['body', 'header', 'header']],
])(
  'shows the secret of the app in the %s where it is taken there, and remembers it',
  async (taken, shown) => {
    const { issuer, asked } = await provider(taken, ['client_secret_basic', 'client_secret_post']);
    const client = await discover({ issuer, ...APP }, { allowPrivateWebhooks: false });
    for (const _ of [1, 2])
      expect(await finish(client, came(issuer), PENDING)).toMatchObject({ subject: 'ana' });
    expect(asked).toEqual(shown);
  },
);

it('shows it in the header at once to a provider that knows nothing else', async () => {
  const { issuer, asked } = await provider('header', ['client_secret_basic', 'private_key_jwt']);
  const client = await discover({ issuer, ...APP }, { allowPrivateWebhooks: false });
  await finish(client, came(issuer), PENDING);
  expect(asked).toEqual(['header']);
});

it('says that it failed when the provider takes it in neither', async () => {
  const { issuer } = await provider('header');
  const client = await discover({ issuer, ...APP, clientSecret: 'another' }, { allowPrivateWebhooks: false });
  await expect(finish(client, came(issuer), PENDING)).rejects.toMatchObject({ code: 'unauthenticated' });
});
