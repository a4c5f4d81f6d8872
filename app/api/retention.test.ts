import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';

let database: TestDatabase;
const routes = await allRoutes();

beforeEach(async () => {
  database = await openTestDatabase({}, untouchableReader);
});
afterEach(() => database.remove());

async function send(method: 'GET' | 'PUT', sent: Sent = {}) {
  const isIt = (one: { method: string; path: string }) => one.method === method && one.path === '/retention';
  const route = routes.find(isIt);
  const contract = CONTRACTS.find(isIt);
  if (!route || !contract) throw new Error(`no call ${method}`);
  const answer = await call(route.handle, { method, ...sent });
  if (answer.status < 300) contract.answer.parse(answer.body);
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

it('keeps everything until a policy is set, which is then in force', async () => {
  const { body } = await send('GET');
  expect(body.policy).toMatchObject({ ordinaryOneIn: 1, ordinaryDays: null, logDays: null });
  const set = await send('PUT', { body: { policy: { ordinaryOneIn: 10, logDays: 3 } } });
  const policy = { ordinaryOneIn: 10, settleMinutes: 15, slowMs: null, ordinaryDays: null, logDays: 3 };
  expect(set).toMatchObject({ status: 200, body: { policy } });
  expect(await database.services.settings.getKeepPolicy()).toEqual(policy);
});

it.each([
  [{ ordinaryOneIn: 0 }, 'policy.ordinaryOneIn: must be 1 or more'],
  [{ settleMinutes: 14 }, 'policy.settleMinutes: must be 15 or more'],
  [{ logDays: 1.5 }, 'policy.logDays: must be a whole number'],
  [{ traces: 3 }, 'policy: unknown: traces; known: ordinaryOneIn'],
])('refuses %j and says why', async (body, why) => {
  const { status, body: refusal } = await send('PUT', { body: { policy: body } });
  expect(status).toBe(400);
  expect(JSON.stringify(refusal)).toContain(why);
});
