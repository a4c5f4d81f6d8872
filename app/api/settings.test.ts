import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
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
  enabled: true,
  kind: 'error_rate',
  functionId: null,
  environment: null,
  windowMinutes: 5,
  threshold: 0.05,
  recoveryThreshold: 0.02,
  minInvocations: 10,
  severity: 'critical',
  channelId: null,
};
const CHANNEL = { name: 'Chat', url: 'https://hooks.example/T0/secret', enabled: true };

describe('keys', () => {
  it('are made once with their secret, listed without it, and work until they are revoked', async () => {
    const made = await send('POST', '/keys', { body: { name: 'ci', scope: 'read' } });
    const { secret, key } = made.body as unknown as { secret: string; key: { id: string } };
    expect((await send('GET', '/session', {}, secret)).body).toEqual({ scope: 'read' });
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
      body: { ...RULE, threshold: 0.5 },
    });
    expect(replaced.body).toMatchObject({ id, threshold: 0.5 });
    expect((await send('DELETE', '/alerts/rules/{id}', { params: { id } })).status).toBe(204);
    expect((await send('GET', '/alerts/rules/{id}', { params: { id } })).status).toBe(404);
    expect((await send('PUT', '/alerts/rules/{id}', { params: { id }, body: RULE })).status).toBe(404);
  });

  it('are refused by field', async () => {
    const refused = await send('POST', '/alerts/rules', { body: { ...RULE, threshold: 5 } });
    expect([refused.status, refused.body]).toEqual([
      400,
      { error: { code: 'invalid_input', message: 'threshold: must be 0 to 1' } },
    ]);
  });
});

describe('channels', () => {
  it('show the address only to an admin, who reads the signing secret once', async () => {
    const made = await send('POST', '/alerts/channels', { body: CHANNEL });
    const { secret, channel } = made.body as unknown as {
      secret: string;
      channel: { id: string; url: string };
    };
    expect(secret).toMatch(/^whsec_/);
    const { id } = channel;
    expect((await send('GET', '/alerts/channels/{id}', { params: { id } })).body).toMatchObject(CHANNEL);
    const read = await newKey('read');
    for (const answer of [
      await send('GET', '/alerts/channels', {}, read),
      await send('GET', '/alerts/channels/{id}', { params: { id } }, read),
    ])
      expect(JSON.stringify(answer.body)).not.toMatch(/T0.secret|whsec_/);
  });

  it('are tested by a message that the collector sends, and deleted', async () => {
    const made = await send('POST', '/alerts/channels', { body: CHANNEL });
    const { id } = (made.body as unknown as { channel: { id: string } }).channel;
    expect((await send('POST', '/alerts/channels/{id}/test', { params: { id } })).body).toMatchObject({
      messageId: expect.any(String),
    });
    expect(
      (await send('PUT', '/alerts/channels/{id}', { params: { id }, body: { ...CHANNEL, enabled: false } }))
        .body,
    ).toMatchObject({ enabled: false });
    expect((await send('DELETE', '/alerts/channels/{id}', { params: { id } })).status).toBe(204);
    expect((await send('POST', '/alerts/channels/{id}/test', { params: { id } })).status).toBe(404);
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
});

it('what a receiver answered is for admins only', async () => {
  vi.spyOn(database.services.settings, 'listDeliveries').mockResolvedValue({
    items: [
      {
        id: 'd1',
        messageId: 'm1',
        channelId: 'c1',
        incidentId: null,
        attempt: 1,
        at: 0,
        ok: false,
        httpStatus: 500,
        error: 'answered 500',
        snippet: 'token=secret',
        durationMs: 3,
      },
    ],
    nextCursor: null,
  });
  const seenWith = async (secret: string) => (await send('GET', '/alerts/deliveries', {}, secret)).body.items;
  expect(await seenWith(admin)).toMatchObject([{ error: 'answered 500', snippet: 'token=secret' }]);
  expect(await seenWith(await newKey('read'))).toMatchObject([{ error: 'answered 500', snippet: null }]);
});

describe('signing in', () => {
  const enter = (key: string, headers = {}) => call(signIn, { method: 'POST', body: { key }, headers });

  it('trades a key for a cookie that opens what the key opens', async () => {
    const { status, headers, body } = await enter(await newKey('read'));
    const cookie = headers.get('set-cookie') ?? '';
    expect([status, body]).toEqual([200, { scope: 'read' }]);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const shown = { headers: { cookie: cookie.split(';')[0] ?? '' } };
    expect((await call(readSession, shown)).body).toEqual({ scope: 'read' });
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

describe('a cost estimate', () => {
  const input = {
    provider: 'aws',
    product: 'lambda',
    region: 'us-east-1',
    architecture: 'x86_64',
    memoryMb: 1536,
    durationMs: 120,
    requests: 3_000_000,
    freeTier: true,
  };

  it('answers lines and total', async () => {
    const { body } = await send('POST', '/costs/estimate', { body: input });
    expect(body).toMatchObject({
      totalUsd: '2.733338',
      precision: 'exact',
      lines: [{ meter: 'requests' }, { meter: 'duration', quantity: '140000' }],
    });
  });

  it('follows the day that is asked for', async () => {
    const cold = { ...input, durationMs: '250.06', initMs: '100.77' };
    const billed = async (asOf: string) =>
      (await send('POST', '/costs/estimate', { body: { ...cold, asOf } })).body.billedDurationMs;
    expect([await billed('2025-08-01'), await billed('2025-07-31')]).toEqual([351, 251]);
  });

  it.each([
    [{ region: 'nowhere-1' }, /^region: /],
    [{ provider: 'gcp' }, /^provider: /],
    [{ memoryMb: 64 }, /^memoryMb: /],
    [{ durationMs: '-1' }, /^durationMs: /],
    [{ asOf: 'today' }, /^asOf: /],
    [{ extra: 1 }, /^unknown: extra; known: provider, /],
  ])('refuses %j', async (wrong, message) => {
    const { status, body } = await send('POST', '/costs/estimate', { body: { ...input, ...wrong } });
    expect([status, (body as unknown as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});
