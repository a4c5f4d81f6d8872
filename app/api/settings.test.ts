import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
import { PUT as changePassword } from './v1/session/password/route';
import { GET as readSession, POST as signIn, DELETE as signOut } from './v1/session/route';

let database: TestDatabase;
let admin = '';
const routes = await allRoutes();

beforeEach(async () => {
  database = await openTestDatabase({ FAASLENS_AUTH: 'required' }, untouchableReader);
  admin = await newKey('admin');
});
afterEach(() => database.remove());

const newKey = async (scope: 'ingest' | 'read' | 'admin') =>
  (await database.services.settings.createKey({ name: scope, scope })).secret;

/** Calls a route and checks its answer against its contract. */
async function send(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  sent: Sent = {},
  secret = admin,
) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, {
    method,
    ...sent,
    headers: { authorization: `Bearer ${secret}`, ...sent.headers },
  });
  if (answer.status < 300) {
    expect(answer.status).toBe(contract.status);
    contract.answer.parse(answer.body);
  }
  return { status: answer.status, body: answer.body as Record<string, never> & { items?: unknown[] } };
}

const RULE = {
  name: 'Checkout fails',
  figure: 'error_rate',
  condition: { kind: 'threshold', threshold: 0.05, recovery: 0.02 },
  minSamples: 10,
  severity: 'critical',
};

it('who is signed in may not guess the password either', async () => {
  const { settings, signInLimits } = database.services;
  const input = { email: 'ada@example.org', name: 'Ada', role: 'viewer', environment: null } as const;
  const { user, link } = await settings.createUser(input);
  const visitor = { device: '', address: '' };
  const password = 'right horse battery';
  const { token } = await settings.acceptLink({ token: link.token, password }, visitor);
  for (let guess = 0; guess < 5; guess += 1) signInLimits.enter(user.id, '');
  const change = await call(changePassword, {
    method: 'PUT',
    headers: { cookie: `faaslens_session=${token}` },
    body: { currentPassword: password, password: 'staple horse battery' },
  });
  expect(change.status).toBe(503);
  expect(change.body).toMatchObject({
    error: { message: expect.stringMatching(/too many wrong passwords/) },
  });
});

describe('keys', () => {
  it('are made once with their secret, listed without it, and work until they are revoked', async () => {
    const made = await send('POST', '/keys', { body: { name: 'ci', scope: 'read' } });
    const { secret, key } = made.body as unknown as { secret: string; key: { id: string } };
    expect((await send('GET', '/session', {}, secret)).body).toMatchObject({ scope: 'read' });
    expect(JSON.stringify((await send('GET', '/keys')).body)).not.toContain(secret);

    const revoked = await send('DELETE', '/keys/{id}', { params: { id: key.id } });
    expect(revoked.body).toMatchObject({ id: key.id, revokedAt: expect.any(String) });
    expect((await send('GET', '/session', {}, secret)).status).toBe(401);
    expect((await send('DELETE', '/keys/{id}', { params: { id: 'key_none' } })).status).toBe(404);
  });
});

describe('alert rules', () => {
  it('are made, read, replaced and deleted', async () => {
    const made = await send('POST', '/alerts/rules', { body: RULE });
    const id = String(made.body.id);
    expect((await send('GET', '/alerts/rules')).body.items).toMatchObject([{ ...RULE, id }]);
    const replaced = await send('PUT', '/alerts/rules/{id}', {
      params: { id },
      body: { ...RULE, windowMinutes: 15 },
    });
    expect(replaced.body).toMatchObject({ id, windowMinutes: 15 });
    expect((await send('DELETE', '/alerts/rules/{id}', { params: { id } })).status).toBe(204);
    expect((await send('GET', '/alerts/rules/{id}', { params: { id } })).status).toBe(404);
    expect((await send('PUT', '/alerts/rules/{id}', { params: { id }, body: RULE })).status).toBe(404);
  });

  it('are refused by field', async () => {
    const refused = await send('POST', '/alerts/rules', {
      body: { ...RULE, condition: { kind: 'threshold', threshold: 5 } },
    });
    expect([refused.status, refused.body]).toEqual([
      400,
      { error: { code: 'invalid_input', message: 'condition.threshold: must be 0 to 1: it is a share' } },
    ]);
  });
});

it('incidents and deliveries are empty lists in the beginning, and unknown ones are not there', async () => {
  expect((await send('GET', '/alerts/incidents', { query: '?status=firing&limit=10' })).body).toEqual({
    items: [],
    nextCursor: null,
  });
  expect((await send('GET', '/alerts/deliveries')).body).toEqual({ items: [], nextCursor: null });
  expect((await send('POST', '/alerts/deliveries/{id}/resend', { params: { id: 'none' } })).status).toBe(404);
  expect((await send('GET', '/alerts/incidents', { query: '?cursor=made-up' })).status).toBe(400);
  expect((await send('GET', '/alerts/incidents/{id}', { params: { id: 'inc_none' } })).status).toBe(404);
});

describe('signing in', () => {
  const enter = (key: string, headers = {}) => call(signIn, { method: 'POST', body: { key }, headers });

  it('trades a key for a cookie that opens what the key opens', async () => {
    const { status, headers, body } = await enter(await newKey('read'));
    const cookie = headers.getSetCookie().find((line) => line.startsWith('faaslens_key=')) ?? '';
    expect([status, body]).toEqual([200, { scope: 'read' }]);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const shown = { headers: { cookie: cookie.split(';')[0] ?? '' } };
    expect((await call(readSession, shown)).body).toMatchObject({ scope: 'read', user: null });
  });

  it('refuses a wrong key, a key that may not read, and another site, and sets no cookie', async () => {
    const answers = [
      await enter('fl_read_wrong'),
      await enter(await newKey('ingest')),
      await enter(admin, { origin: 'http://evil.example' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403]);
    expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null, null]);
  });

  it('does not take the key of an old cookie for the one that was typed', async () => {
    expect((await enter('typo', { cookie: `faaslens_key=${admin}` })).status).toBe(401);
  });

  it('ends by taking the cookie away', async () => {
    const { status, headers } = await call(signOut, { method: 'DELETE' });
    expect([status, headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining('faaslens_key=; Path=/; Max-Age=0'),
    ]);
  });
});

it('how many invocations may run at once is said for each place once, and taken back', async () => {
  const place = { provider: 'aws', accountId: '1', region: 'eu-west-1' };
  const first = await send('PUT', '/concurrency-limits', { body: { ...place, most: 1000 } });
  const second = await send('PUT', '/concurrency-limits', { body: { ...place, most: 2000 } });
  expect(second.body).toMatchObject({ ...first.body, most: 2000, statedAt: second.body.statedAt });
  await send('PUT', '/concurrency-limits', { body: { provider: 'gcp', most: 5 } });
  const { body } = await send('GET', '/concurrency-limits');
  expect(body.items).toMatchObject([{ most: 2000 }, { provider: 'gcp', accountId: '', region: '' }]);
  for (const most of [0, 1.5, '9'])
    expect(await send('PUT', '/concurrency-limits', { body: { ...place, most } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/^most: /) } },
    });
  const of = { params: { id: String(first.body.id) } };
  expect((await send('DELETE', '/concurrency-limits/{id}', of)).status).toBe(204);
  expect((await send('DELETE', '/concurrency-limits/{id}', of)).status).toBe(404);
  expect(
    (await send('PUT', '/concurrency-limits', { body: { ...place, most: 1 } }, await newKey('read'))).status,
  ).toBe(403);
});
