import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openApiDocument } from './_openapi/document';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';

let database: TestDatabase;
let admin = '';
let reader = '';
const routes = await allRoutes();

beforeEach(async () => {
  database = await openTestDatabase({ FAASLENS_AUTH: 'required' }, untouchableReader);
  const { settings } = database.services;
  admin = (await settings.createKey({ name: 'admin', scope: 'admin' })).secret;
  reader = (await settings.createKey({ name: 'read', scope: 'read' })).secret;
});
afterEach(() => database.remove());

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
  const headers = { authorization: `Bearer ${secret}`, ...sent.headers };
  const { status, body } = await call(route.handle, { method, ...sent, headers });
  if (status < 300) {
    expect(status).toBe(contract.status);
    contract.answer.parse(body);
  }
  return { status, body: body as Record<string, unknown> };
}

/** Longer than what could appear by chance in a random id or secret. */
const SECRET_PATH = 'known-to-the-endpoint-alone';
const CHAT = {
  name: 'Chat',
  type: 'slack',
  settings: { url: `https://hooks.example/${SECRET_PATH}` },
  enabled: true,
};
const WEBHOOK = { ...CHAT, type: 'webhook' };

async function make(body: object): Promise<{ id: string; secret: string | null; answer: string }> {
  const made = (await send('POST', '/alerts/channels', { body })).body;
  const { channel, secret } = made as { channel: { id: string }; secret: string | null };
  return { id: channel.id, secret, answer: JSON.stringify(made) };
}

describe('channels', () => {
  it('never show the address of a webhook again, not even to an admin', async () => {
    const { id, secret, answer } = await make(WEBHOOK);
    expect(secret).toMatch(/^whsec_/);
    const params = { id };
    const answers = [answer];
    for (const key of [admin, reader]) {
      answers.push(JSON.stringify((await send('GET', '/alerts/channels', {}, key)).body));
      const { body } = await send('GET', '/alerts/channels/{id}', { params }, key);
      expect(body).toMatchObject({
        name: 'Chat',
        target: 'hooks.example',
        secretsSet: ['url'],
        settings: {},
      });
      answers.push(JSON.stringify(body));
    }
    expect(answers.join()).not.toContain(SECRET_PATH);
    expect(answers.slice(1).join()).not.toMatch(/whsec_/);
  });

  it('are on unless told otherwise, and of an unknown field say which there are', async () => {
    const { enabled: _, ...body } = WEBHOOK;
    expect(await make(body)).toMatchObject({ answer: expect.stringContaining('"enabled":true') });
    const within = await send('POST', '/alerts/channels', { body: { ...body, settings: { address: 'x' } } });
    expect(within.body).toMatchObject({
      error: { message: 'settings: unknown: address; known: url' },
    });
    const unknown = await send('POST', '/alerts/channels', { body: { ...body, colour: 'red' } });
    expect(unknown).toMatchObject({
      status: 400,
      body: {
        error: { message: expect.stringMatching(/^unknown: colour; known: type, settings, name, enabled, /) },
      },
    });
  });

  it('keep their secrets when a change leaves them out', async () => {
    const { id } = await make(CHAT);
    const body = { ...CHAT, name: 'Renamed', settings: {}, repeatMinutes: 0 };
    const changed = await send('PUT', '/alerts/channels/{id}', { params: { id }, body });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Renamed', repeatMinutes: 0, secretsSet: ['url'] },
    });
  });

  it('are refused by field, and by type', async () => {
    const refused = async (body: object) => (await send('POST', '/alerts/channels', { body })).body;
    expect(await refused({ ...CHAT, type: 'pigeon' })).toMatchObject({
      error: {
        code: 'invalid_input',
        message: expect.stringMatching(/^type: must be one of webhook, slack/),
      },
    });
    expect(await refused({ ...CHAT, settings: {} })).toMatchObject({
      error: { message: 'settings.url: must be given' },
    });
    expect(await refused({ ...CHAT, settings: { url: 'ftp://x' } })).toMatchObject({
      error: { message: expect.stringMatching(/^settings\.url: must be an http/) },
    });
    expect(await refused({ ...CHAT, forRulesWithoutChannel: 'all' })).toMatchObject({
      error: { message: 'forRulesWithoutChannel: must be true or false' },
    });
  });

  it('are given to the rules that have none', async () => {
    const { settings } = database.services;
    const condition = { kind: 'threshold', threshold: 0 } as const;
    const rule = await settings.createRule({ name: 'Untold', figure: 'errors', condition });
    const { id } = await make({ ...CHAT, forRulesWithoutChannel: true });
    expect(await settings.getRule(rule.id)).toMatchObject({ channelId: id });
  });

  it('are tested by a message that the collector sends, get a new secret, and are deleted', async () => {
    const { id } = await make(WEBHOOK);
    const params = { id };
    const tested = await send('POST', '/alerts/channels/{id}/test', { params });
    expect(tested.body).toMatchObject({ messageId: expect.any(String) });
    const rotated = await send('POST', '/alerts/channels/{id}/rotate', { params });
    expect(rotated.body).toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
    expect((await send('POST', '/alerts/channels/{id}/rotate', { params }, reader)).status).toBe(403);
    expect((await send('DELETE', '/alerts/channels/{id}', { params })).status).toBe(204);
    expect((await send('POST', '/alerts/channels/{id}/test', { params })).status).toBe(404);
  });

  it('try their templates on an alert before they are saved', async () => {
    const body = { titleTemplate: '{{rule.name}} {{value}}', textTemplate: '' };
    const preview = await send('POST', '/alerts/channels/preview', { body });
    expect(preview.body).toMatchObject({ title: 'Error rate 7.4', note: null, incidentId: null });
    const broken = await send('POST', '/alerts/channels/preview', { body: { titleTemplate: '{{x}}' } });
    expect(broken.status).toBe(400);
  });

  it('are told to an outsider only as far as they go', async () => {
    const { id } = await make(CHAT);
    const channel = await database.services.settings.getChannel(id);
    vi.spyOn(database.services.settings, 'getChannel').mockResolvedValue({
      ...channel,
      failing: true,
      failingSince: 0,
      lastError: 'answered 500',
    });
    const seenWith = async (key: string) =>
      (await send('GET', '/alerts/channels/{id}', { params: { id } }, key)).body;
    expect(await seenWith(admin)).toMatchObject({ failing: true, lastError: 'answered 500' });
    expect(await seenWith(reader)).toMatchObject({ failing: true, lastError: null });
  });
});

it('what a receiver answered is for admins only', async () => {
  vi.spyOn(database.services.settings, 'listDeliveries').mockResolvedValue({
    items: [
      {
        id: 'd1',
        messageId: 'm1',
        messageKind: 'alert.firing',
        channelId: 'c1',
        incidentId: null,
        attempt: 1,
        at: 0,
        ok: false,
        httpStatus: 500,
        error: 'answered 500',
        snippet: 'token=secret',
        note: null,
        durationMs: 3,
      },
    ],
    nextCursor: null,
  });
  const seenWith = async (key: string) => (await send('GET', '/alerts/deliveries', {}, key)).body.items;
  expect(await seenWith(admin)).toMatchObject([{ error: 'answered 500', snippet: 'token=secret' }]);
  expect(await seenWith(reader)).toMatchObject([{ error: 'answered 500', snippet: null }]);
});

it('the OpenAPI document has a variant for each kind of channel', () => {
  const text = JSON.stringify(openApiDocument());
  for (const kind of ['webhook', 'email', 'pagerduty', 'mattermost'])
    expect(text).toContain(`"const":"${kind}"`);
  expect(text).toContain('Secret: kept when left out.');
});
