import { api } from './support/api';
import { expect, withOneService } from './support/fixtures';
import type { Service } from './support/service';
import { Browser, type Provider, startProvider, throughProvider } from './support/single-sign-on';

const ADMIN_KEY = 'the-admin-key-of-the-sign-in-0123456789';
const CLIENT_SECRET = 'the-secret-of-the-client-0123456789';
const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };

/** Each of the tests has people of its own: whoever came by one provider is a stranger to the next. */
const test = withOneService();
test.use({ serviceOptions: { env: { FAASLENS_AUTH: 'required', FAASLENS_ADMIN_KEY: ADMIN_KEY } } });

const beginOf = (service: Service) => `${service.url}/api/v1/session/sso?next=/functions`;
const callbackOf = (service: Service) => `${service.url}/api/v1/session/sso/callback`;

/** Starts a provider and tells Faaslens of it; everybody of example.org may come in. */
async function setUp(service: Service, clockShiftSeconds = 0): Promise<Provider> {
  const redirectUri = callbackOf(service);
  const provider = await startProvider({ redirectUri, clientSecret: CLIENT_SECRET, clockShiftSeconds });
  const { issuer } = provider;
  const body = { issuer, clientId: 'faaslens', clientSecret: CLIENT_SECRET, domains: ['example.org'] };
  const set = await api<{ redirectUri: string }>(service.url, '/single-sign-on', {
    method: 'PUT',
    headers: ADMIN,
    body: JSON.stringify(body),
  });
  expect(set).toMatchObject({ redirectUri });
  return provider;
}

/** Where the browser is led in the end, after what happened to the address or its cookies on the way back. */
async function comeBack(
  service: Service,
  login: string,
  meddle: (came: URL, browser: Browser) => void = () => {},
): Promise<{ browser: Browser; location: string; came: URL }> {
  const browser = new Browser();
  const came = new URL(await throughProvider(browser, beginOf(service), login));
  meddle(came, browser);
  const answer = await browser.open(came.href);
  expect(answer.status).toBe(303);
  return { browser, location: answer.headers.get('location') ?? '', came };
}

async function whoIs(service: Service, browser: Browser): Promise<{ status: number; text: string }> {
  const answer = await browser.open(`${service.url}/api/v1/session`);
  return { status: answer.status, text: await answer.text() };
}

const PENDING = 'faaslens_sso';

/** Changes what the browser remembers of the sign-in that it began. */
const pending =
  (service: Service, change: Readonly<Record<string, string>>) => (_: URL, browser: Browser) => {
    const kept = JSON.parse(decodeURIComponent(browser.cookie(service.url, PENDING) ?? '{}'));
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(Object.keys(change)));
    browser.setCookie(service.url, PENDING, encodeURIComponent(JSON.stringify({ ...kept, ...change })));
  };

test('a provider whose clock is a little off lets people in, one that is minutes off does not', async ({
  service,
}) => {
  for (const [shift, login, expected] of [
    [20, 'di', '/functions'],
    [-20, 'ed', '/functions'],
    [-7200, 'fay', '/login?refused=sso-failed'],
  ] as const) {
    const provider = await setUp(service, shift);
    const { location } = await comeBack(service, login);
    expect([shift, location]).toEqual([shift, expected]);
    await provider.stop();
  }
});

test('a person signs in with a real OpenID provider, and out again', async ({ service }) => {
  const provider = await setUp(service);
  const browser = new Browser();
  const first = await browser.open(beginOf(service));
  const asked = new URL(first.headers.get('location') ?? '');
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    state: expect.stringMatching(/.{20}/),
    nonce: expect.stringMatching(/.{20}/),
  });

  const { browser: person, location, came } = await comeBack(service, 'bo');
  expect(location).toBe('/functions');
  const { status, text } = await whoIs(service, person);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ scope: 'read', user: { email: 'bo@example.org' } });
  expect((await person.open(`${service.url}/functions`)).status).toBe(200);

  // The same answer of the provider opens nothing a second time, with the browser's memory of it or without.
  expect((await person.open(came.href)).headers.get('location')).toBe('/login?refused=sso-expired');

  await fetch(`${service.url}/api/v1/session`, {
    method: 'DELETE',
    headers: { cookie: `faaslens_session=${person.cookie(service.url, 'faaslens_session')}` },
  });
  expect((await whoIs(service, person)).status).toBe(401);
  expect(service.output()).not.toContain(CLIENT_SECRET);
  await provider.stop();
});

// Last: after it, whoever fails has to wait.
test('what does not hold of the answer of a provider lets nobody in', async ({ service }) => {
  const provider = await setUp(service);
  const cases: readonly [string, Parameters<typeof comeBack>[2], string, string?][] = [
    ['another state', (came) => came.searchParams.set('state', 'x'.repeat(43)), 'sso-failed'],
    ['a state that another browser began with', pending(service, { state: 'x'.repeat(43) }), 'sso-failed'],
    ['a nonce that is not in the token', pending(service, { nonce: 'x'.repeat(43) }), 'sso-failed'],
    ['a verifier that is not of the challenge', pending(service, { verifier: 'x'.repeat(43) }), 'sso-failed'],
    ['a made-up code', (came) => came.searchParams.set('code', 'x'.repeat(43)), 'sso-failed'],
    ['another issuer', (came) => came.searchParams.set('iss', 'http://127.0.0.1:1'), 'sso-failed'],
    [
      'a browser that began nothing',
      (_, browser) => browser.setCookie(service.url, PENDING, ''),
      'sso-expired',
    ],
    ['an address that nobody verified', () => {}, 'sso-unverified', 'unverified'],
  ];
  for (const [index, [name, meddle, refused, login = 'cy']] of cases.entries()) {
    // Whoever fails again and again has to wait, until somebody comes in.
    if (index === 4) expect((await comeBack(service, 'cy')).location).toBe('/functions');
    const { browser, location } = await comeBack(service, login, meddle);
    expect([name, location]).toEqual([name, `/login?refused=${refused}`]);
    expect([name, (await whoIs(service, browser)).status]).toEqual([name, 401]);
  }

  const { browser: lured } = await comeBack(service, 'cy', () => {});
  expect((await whoIs(service, lured)).status).toBe(200);
  await provider.stop();

  const guesser = new Browser();
  const led: (string | null)[] = [];
  const often = '/login?refused=sso-often';
  // On a busy machine the first waits may be over before the next guess.
  while (led.at(-1) !== often && led.length < 12) {
    const kept = { state: 'x'.repeat(43), nonce: 'x', verifier: 'x'.repeat(43), next: '/' };
    guesser.setCookie(service.url, PENDING, encodeURIComponent(JSON.stringify(kept)));
    const answer = await guesser.open(`${callbackOf(service)}?state=${kept.state}&code=made-up`);
    led.push(answer.headers.get('location'));
  }
  expect(new Set(led.slice(0, 5))).toEqual(new Set(['/login?refused=sso-failed']));
  expect(led.at(-1)).toBe(often);

  await (await setUp(service)).stop();
  const away = await new Browser().open(beginOf(service));
  expect([away.status, away.headers.get('location')]).toEqual([303, '/login?refused=sso-away']);
});
