// A real OpenID provider for tests, on loopback. Who signs in as `unverified...` has an address that nobody checked; for
// everybody else it was. Prints its issuer when it listens. CLOCK_SHIFT_SECONDS: how far its clock is ahead.
const shiftMs = Number(process.env.CLOCK_SHIFT_SECONDS ?? 0) * 1000;
const rightNow = Date.now.bind(Date);
Date.now = () => rightNow() + shiftMs;

const { default: Provider } = await import('oidc-provider');
const { createServer } = await import('node:http');

const server = createServer();
await new Promise((resolve) => server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'faaslens',
      client_secret: process.env.CLIENT_SECRET,
      redirect_uris: [process.env.REDIRECT_URI],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: id,
      email: `${id}@example.org`,
      email_verified: !id.startsWith('unverified'),
    }),
  }),
  cookies: { keys: ['only for tests'] },
});
server.on('request', provider.callback());
// Ends with the test that started it, however that ends.
process.stdin.resume().once('close', () => process.exit());
console.log(`listening ${issuer}`);
