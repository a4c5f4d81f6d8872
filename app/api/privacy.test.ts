import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';

let database: TestDatabase;
const routes = await allRoutes();

beforeEach(async () => {
  database = await openTestDatabase({}, untouchableReader);
});
afterEach(() => database.remove());

async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, sent: Sent = {}) {
  const route = routes.find((one) => one.method === method && one.path === `/privacy/redaction${path}`);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === `/privacy/redaction${path}`);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, { method, ...sent });
  if (answer.status < 300) {
    expect(answer.status).toBe(contract.status);
    contract.answer.parse(answer.body);
  }
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

const RULE = { name: 'customer', kind: 'pattern', match: 'cust-[0-9]{4}' };

describe('redaction', () => {
  it('is on from the first start, detector by detector, and counts what it found', async () => {
    await database.services.settings.addRedactionCounts({ jwt: 2 });
    await database.services.settings.addRedactionCounts({ jwt: 3, card: 1 });
    const { body } = await send('GET', '');
    expect(body).toMatchObject({ rules: [], counts: { jwt: 5, card: 1 } });
    const detectors = body.detectors as { id: string; enabled: boolean }[];
    expect(detectors.filter(({ enabled }) => !enabled).map(({ id }) => id)).toEqual(['email']);
    const changed = await send('PUT', '/detectors/{id}', { params: { id: 'jwt' }, body: { enabled: false } });
    expect(changed.body.detectors).toContainEqual(expect.objectContaining({ id: 'jwt', enabled: false }));
    expect((await database.services.settings.redaction()).detectors).not.toContain('jwt');
    const unknown = await send('PUT', '/detectors/{id}', { params: { id: 'x' }, body: { enabled: false } });
    expect(unknown.status).toBe(400);
  });

  it('takes rules of the user, replaces and removes them', async () => {
    const { body: made } = await send('POST', '/rules', { body: RULE });
    const params = { id: String(made.id) };
    expect(await send('POST', '/rules', { body: RULE })).toMatchObject({ status: 409 });
    await send('PUT', '/rules/{id}', { params, body: { ...RULE, match: 'c-[0-9]+' } });
    expect((await database.services.settings.redaction()).rules).toEqual([{ ...RULE, match: 'c-[0-9]+' }]);
    expect((await send('DELETE', '/rules/{id}', { params })).status).toBe(204);
    expect((await send('DELETE', '/rules/{id}', { params })).status).toBe(404);
  });

  it.each([
    [{ ...RULE, match: '(?=a)b' }, 'match is not a regular expression that runs in linear time'],
    [{ ...RULE, match: 'a*' }, 'match matches the empty text'],
    [{ ...RULE, name: 'jwt' }, 'name: is the name of a built-in detector'],
    [{ ...RULE, name: ']' }, 'name: must have'],
    [{ ...RULE, kind: 'x' }, 'kind: must be key or pattern'],
  ])('refuses %j and says why', async (body, why) => {
    const { status, body: refusal } = await send('POST', '/rules', { body });
    expect(status).toBe(400);
    expect(JSON.stringify(refusal)).toContain(why);
  });

  it('shows what would become of an example, with a rule that is not in force yet', async () => {
    const input = '{"password":"x","note":"cust-1234"}';
    const { body } = await send('POST', '/test', { body: { input, rule: RULE } });
    expect(JSON.parse(String(body.output))).toEqual({
      password: '[redacted key-name]',
      note: '[redacted customer]',
    });
    expect(body.found).toEqual([
      { by: 'key-name', values: 1 },
      { by: 'customer', values: 1 },
    ]);
    expect((await send('POST', '/test', { body: { input: 'plain' } })).body).toEqual({
      output: 'plain',
      found: [],
    });
  });
});
