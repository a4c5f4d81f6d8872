import { api, type List, until } from './support/api';
import { cli } from './support/cli';
import { expect, test } from './support/fixtures';
import { otlpAttributes, otlpTraces } from './support/send-traces';
import { ask } from './support/walk/ask';
import { bearer, createKey } from './support/walk/credentials';

const ADMIN_KEY = 'zqsecret-admin-key-0123456789-0123456789';
const ADMIN = bearer(ADMIN_KEY);
const SECRET_KEY = Buffer.from('zqsecret-that-seals-others-01234').toString('base64');

test.use({
  serviceOptions: {
    env: {
      FAASLENS_AUTH: 'required',
      FAASLENS_ADMIN_KEY: ADMIN_KEY,
      FAASLENS_SECRET_KEY: SECRET_KEY,
      FAASLENS_ALLOW_PRIVATE_WEBHOOKS: '1',
    },
  },
});

/** Each of them goes somewhere where it could be written down by mistake. */
const PLANTED = {
  query: 'zqsecret-in-a-query-8f3a1c',
  cookie: 'zqsecret-in-a-cookie-8f3a1c',
  bearer: 'zqsecret-in-a-header-8f3a1c',
  basic: 'zqsecret-in-basic-8f3a1c',
  password: 'zqsecret-as-a-password-8f3a1c',
  token: 'zqsecret-as-a-link-token-8f3a1c',
  body: 'zqsecret-in-a-broken-body-8f3a1c',
  channel: 'zqsecret-in-a-channel-address-8f3a1c',
  smtp: 'zqsecret-of-a-mail-server-8f3a1c',
  oidc: 'zqsecret-of-a-provider-8f3a1c',
  userinfo: 'zqsecret-in-an-address-8f3a1c',
};
const LINE_BREAK = '\r\n{"level":60,"msg":"zqforged"}';

test('secrets that go wrong in every place are in no log, error, page or metric, and no text breaks a log line', async ({
  service,
}) => {
  const answers: string[] = [];
  const send = async (base: string, method: string, path: string, headers: object, body?: string) => {
    const given = { method, path, headers: { ...headers } as Record<string, string> };
    const { text, status } = await ask(base, body === undefined ? given : { ...given, body });
    answers.push(text);
    return status;
  };
  const json = { 'content-type': 'application/json' };
  const key = await createKey(service, ADMIN, { name: 'sender', scope: 'ingest' });

  // Doors that stay shut.
  for (const base of [service.url, service.otlp])
    for (const path of ['/', '/v1/traces', '/api/v1/functions', '/metrics', '/no-such-thing'])
      for (const method of ['GET', 'POST']) {
        await send(base, method, `${path}?key=${PLANTED.query}&access_token=${PLANTED.query}`, {});
        await send(base, method, path, {
          cookie: `faaslens_key=${PLANTED.cookie}; faaslens_session=${PLANTED.cookie}`,
        });
        await send(base, method, path, { ...json, ...bearer(PLANTED.bearer) }, '{}');
        await send(base, method, path, { authorization: `Basic ${PLANTED.basic}` });
        await send(base, method, path, { ...json, ...bearer(key.secret) }, `{"${PLANTED.body}`);
      }
  const session = '/api/v1/session';
  await send(
    service.url,
    'POST',
    session,
    json,
    JSON.stringify({ email: 'a@example.org', password: PLANTED.password }),
  );
  await send(service.url, 'POST', session, json, JSON.stringify({ key: PLANTED.password }));
  await send(service.url, 'POST', session, json, `{"password":"${PLANTED.password}"`);
  await send(service.url, 'POST', '/api/v1/links/open', json, JSON.stringify({ token: PLANTED.token }));
  const accepted = { token: PLANTED.token, password: PLANTED.password };
  await send(service.url, 'POST', '/api/v1/links/accept', json, JSON.stringify(accepted));

  // Whom it calls does not answer.
  const make = (path: string, body: object, method = 'POST') =>
    send(service.url, method, `/api/v1${path}`, { ...json, ...ADMIN }, JSON.stringify(body));
  const common = { enabled: true, name: 'broken' };
  const url = `http://127.0.0.1:1/${PLANTED.channel}`;
  expect(await make('/alerts/channels', { ...common, type: 'slack', settings: { url } })).toBe(201);
  expect(await make('/alerts/channels', { ...common, type: 'webhook', settings: { url } })).toBe(201);
  const mail = {
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    user: 'me',
    password: PLANTED.smtp,
    from: 'a@example.org',
    to: 'b@example.org',
  };
  expect(await make('/alerts/channels', { ...common, type: 'email', settings: mail })).toBe(201);
  const issuer = `http://user:${PLANTED.userinfo}@127.0.0.1:1`;
  await make('/single-sign-on', { issuer, clientId: 'c', clientSecret: PLANTED.oidc }, 'PUT');
  await make(
    '/single-sign-on',
    { issuer: 'http://127.0.0.1:1', clientId: 'c', clientSecret: PLANTED.oidc },
    'PUT',
  );
  const { items } = await api<List<{ id: string }>>(service.url, '/alerts/channels', { headers: ADMIN });
  expect(items.length).toBeGreaterThan(0);
  for (const { id } of items) await make(`/alerts/channels/${id}/test`, {});
  const delivered = await until(
    () =>
      api<List<{ status: string; error: string | null }>>(service.url, '/alerts/deliveries', {
        headers: ADMIN,
      }),
    (list) => list.items.length >= items.length && list.items.some(({ error }) => error !== null),
  );
  answers.push(JSON.stringify(delivered));

  // What senders write is told to the operator when it is refused.
  const strange = `name${LINE_BREAK}`;
  const attributes = otlpAttributes({ [strange]: strange });
  const traces = otlpTraces({ 'faas.name': strange }, 5, [
    { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: strange, from: 0, to: 1, error: strange },
  ]);
  await send(service.otlp, 'POST', '/v1/traces', { ...json, ...bearer(key.secret) }, JSON.stringify(traces));
  const logs = {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: 'no id\r\n', attributes, [strange]: 1 }] }] }],
  };
  await send(service.otlp, 'POST', '/v1/logs', { ...json, ...bearer(key.secret) }, JSON.stringify(logs));
  await send(service.otlp, 'POST', `/v1/%0d%0azqforged`, { ...json, ...bearer(key.secret) }, '{}');
  await send(service.url, 'GET', `/api/v1/functions/%0d%0azqforged`, ADMIN);

  for (const path of ['/alerts', '/settings/keys', '/settings/users', '/settings/privacy'])
    await send(service.url, 'GET', path, ADMIN);
  for (const path of ['/alerts/channels', '/single-sign-on', '/keys'])
    await send(service.url, 'GET', `/api/v1${path}`, ADMIN);
  await send(service.otlp, 'GET', '/metrics', ADMIN);
  const doctor = await cli(service, ['doctor']);
  const list = await cli(service, ['keys', 'list']);

  const places = {
    log: service.output(),
    doctor: doctor.output,
    keys: list.output,
    answers: answers.join('\n'),
  };
  const secrets = [...Object.values(PLANTED), ADMIN_KEY, SECRET_KEY, key.secret];
  // The address that somebody asks for comes back to them: the sign-in page leads there.
  const echoed = (name: string, secret: string) => name === 'answers' && secret === PLANTED.query;
  for (const [name, text] of Object.entries(places)) {
    const found = secrets.filter((secret) => text.includes(secret) && !echoed(name, secret));
    expect([name, found]).toEqual([name, []]);
  }
  const lines = service.output().split('\n');
  expect(lines.filter((line) => line.startsWith('{') && !isJson(line))).toEqual([]);
  expect(
    lines.filter((line) => line.includes('"msg":"zqforged"') && JSON.parse(line).msg === 'zqforged'),
  ).toEqual([]);
  // Else nothing of this was told to anybody, and the search shows nothing.
  expect(lines.filter(isJson).length).toBeGreaterThan(1);
});

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
