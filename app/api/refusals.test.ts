import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Route, type Sent } from './_testing/routes';

let database: TestDatabase;
let routes: readonly Route[];
const secrets = { ingest: '', read: '', admin: '' };

beforeAll(async () => {
  database = await openTestDatabase({ FAASLENS_AUTH: 'required' }, untouchableReader);
  routes = await allRoutes();
  for (const scope of ['ingest', 'read', 'admin'] as const)
    secrets[scope] = (await database.services.settings.createKey({ name: scope, scope })).secret;
});
afterAll(() => database.remove());

const TRACE = '0123456789abcdef0123456789abcdef';
const PARAMS = {
  id: '0123456789abcdef',
  traceId: TRACE,
  spanId: '0123456789abcdef',
  fingerprint: '0123456789abcdef',
};

const find = (method: string, path: string) => {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (!route) throw new Error(`no route ${method} ${path}`);
  return route;
};
const send = (method: Route['method'], path: string, sent: Sent = {}) =>
  call(find(method, path).handle, {
    method,
    ...sent,
    headers: { authorization: `Bearer ${secrets.admin}`, ...sent.headers },
  });
const scopeOf = ({ method, path }: Route) =>
  CONTRACTS.find((one) => one.method === method && one.path === path)?.scope;

describe('every route of the API', () => {
  it('has a contract, and every contract a route', () => {
    const names = (all: readonly { method: string; path: string }[]) =>
      all.map((one) => `${one.method} ${one.path}`).sort();
    expect(names(routes)).toEqual(names(CONTRACTS));
    expect(routes.length).toBeGreaterThan(30);
  });

  it('answers 401 without a key and with a wrong one, before it reads anything', async () => {
    for (const route of routes.filter((one) => scopeOf(one) !== 'public')) {
      for (const headers of [
        {},
        { authorization: 'Bearer fl_read_wrong' },
        { cookie: 'faaslens_key=wrong' },
      ]) {
        const sent = { method: route.method, params: PARAMS, headers, query: '?from=broken' };
        const { status, body, headers: got } = await call(route.handle, sent);
        expect([route.path, status, body]).toEqual([
          route.path,
          401,
          { error: { code: 'unauthenticated', message: expect.any(String) } },
        ]);
        expect(got.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it('answers 403 to an ingest key, and to a read key where admin is needed', async () => {
    for (const route of routes.filter((one) => scopeOf(one) !== 'public')) {
      const as = (secret: string) =>
        call(route.handle, {
          method: route.method,
          params: PARAMS,
          headers: { authorization: `Bearer ${secret}` },
        });
      expect([route.path, (await as(secrets.ingest)).status]).toEqual([route.path, 403]);
      if (scopeOf(route) === 'admin' || scopeOf(route) === 'edit')
        expect([route.path, (await as(secrets.read)).status]).toEqual([route.path, 403]);
    }
  });

  it('answers 403 to a foreign Host or Origin, with an admin key and without', async () => {
    for (const route of routes) {
      for (const foreign of [
        { host: 'evil.example' },
        { origin: 'http://evil.example' },
        { origin: 'null' },
      ]) {
        const headers = { authorization: `Bearer ${secrets.admin}`, ...foreign };
        const { status } = await call(route.handle, {
          method: route.method,
          params: PARAMS,
          headers,
          ...(route.method === 'GET' ? {} : { body: {} }),
        });
        expect([route.path, foreign, status]).toEqual([route.path, foreign, 403]);
      }
    }
  });

  it('refuses parameters that it does not know, naming those that it does', async () => {
    for (const route of routes.filter((one) => scopeOf(one) !== 'public' && one.method === 'GET')) {
      const { status, body } = await send(route.method, route.path, {
        params: PARAMS,
        query: '?form=now-1h',
      });
      expect([route.path, status, body]).toEqual([
        route.path,
        400,
        { error: { code: 'invalid_input', message: expect.stringMatching(/^unknown: form; known: /) } },
      ]);
    }
  });
});

describe('a wrong parameter is refused by name', () => {
  it.each([
    ['/invocations', '?limit=0', 'limit'],
    ['/invocations', '?limit=501', 'limit'],
    ['/invocations', '?limit=1e9', 'limit'],
    ['/invocations', '?limit=ten', 'limit'],
    ['/invocations', '?limit=2.5', 'limit'],
    ['/invocations', '?from=yesterday', 'from'],
    ['/invocations', '?from=2026-11-01', 'from'],
    ['/invocations', '?to=2026-13-01T00:00:00Z', 'to'],
    ['/invocations', '?from=now&to=now', 'from'],
    ['/invocations', '?from=now&to=now-1h', 'from'],
    ['/invocations', '?from=now-401d', 'from'],
    ['/invocations', '?outcome=failed', 'outcome'],
    ['/invocations', '?coldStart=yes', 'coldStart'],
    ['/invocations', '?minDurationMs=-1', 'minDurationMs'],
    ['/invocations', '?minDurationMs=NaN', 'minDurationMs'],
    ['/invocations', `?functionId=${encodeURIComponent("' OR 1=1 --")}`, 'functionId'],
    ['/invocations', '?functionId=0123456789ABCDEF', 'functionId'],
    ['/invocations', `?q=${'x'.repeat(501)}`, 'q'],
    ['/invocations', '?from=now-1h&from=now-2h', 'from'],
    ['/logs', '?traceId=12', 'traceId'],
    ['/logs', '?spanId=zz', 'spanId'],
    ['/logs', '?severity=loud', 'severity'],
    ['/traces', '?errorsOnly=1', 'errorsOnly'],
    ['/overview', '?from=now-10y', 'from'],
    ['/alerts/incidents', '?status=open', 'status'],
  ])('%s%s', async (path, query, field) => {
    const { status, body } = await send('GET', path, { query });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: { code: 'invalid_input', message: expect.stringMatching(new RegExp(`^${field}: `)) },
    });
  });

  it.each([
    ['/functions/{id}', { id: 'no-id' }, 'id'],
    ['/traces/{traceId}', { traceId: '../../etc' }, 'traceId'],
    ['/traces/{traceId}/spans/{spanId}', { traceId: TRACE, spanId: TRACE }, 'spanId'],
    ['/alerts/rules/{id}', { id: 'a;b' }, 'id'],
  ])('%s with %j', async (path, params, field) => {
    const { status, body } = await send('GET', path, { params });
    expect([status, (body as { error: { message: string } }).error.message]).toEqual([
      400,
      expect.stringMatching(`^${field}: `),
    ]);
  });
});

describe('a body', () => {
  const sendBody = (body: unknown, headers: Record<string, string> = {}) =>
    send('POST', '/keys', { body, headers });

  it.each<[string, unknown, Record<string, string>, number, RegExp]>([
    ['that is not JSON', '{"name":', {}, 400, /not JSON/],
    [
      'of another content type',
      { name: 'a', scope: 'read' },
      { 'content-type': 'text/plain' },
      400,
      /application\/json/,
    ],
    [
      'of a form',
      'name=a',
      { 'content-type': 'application/x-www-form-urlencoded' },
      400,
      /application\/json/,
    ],
    ['that lacks a field', { name: 'a' }, {}, 400, /^scope: /],
    ['that is too large', { name: 'x'.repeat(70_000) }, {}, 413, /larger/],
    ['that is null', null, {}, 400, /./],
  ])('%s is refused', async (_, body, headers, status, message) => {
    const answer = await sendBody(body === null ? 'null' : body, headers);
    expect(answer.status).toBe(status);
    expect((answer.body as { error: { message: string } }).error.message).toMatch(message);
  });

  it('cannot change prototypes', async () => {
    await sendBody(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"a","scope":"read"}',
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

it('a defect is answered without its text', async () => {
  const { status, body } = await send('GET', '/environments');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('was read');
});

it('answers are for this reader only and not stored', async () => {
  const { headers } = await send('GET', '/keys');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
});
