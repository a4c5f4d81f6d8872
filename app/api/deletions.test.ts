import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  batch,
  invocation,
  lambda,
  log,
  span,
  spanId,
  testPrice,
  traceId,
} from '@/core/store/contract/fixtures';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call } from './_testing/routes';

const PATH = '/privacy/deletions';
const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const ATTRIBUTE = { ...DAY, attribute: { key: 'user.id', value: 'u-1' } };

let database: TestDatabase;
const routes = await allRoutes();
beforeEach(async () => {
  database = await openTestDatabase({}, (databaseFile) => openReader({ databaseFile }));
});
afterEach(() => database.remove());

async function send(method: 'GET' | 'POST', path: string, body?: unknown) {
  const isIt = (one: { method: string; path: string }) => one.method === method && one.path === path;
  const route = routes.find(isIt);
  const contract = CONTRACTS.find(isIt);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, { method, ...(body !== undefined && { body }) });
  if (answer.status < 300) {
    expect(answer.status).toBe(contract.status);
    contract.answer.parse(answer.body);
  }
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

it('counts first, then deletes in the background, and tells how far it is without the value', async () => {
  const writer = await openWriter({ databaseFile: database.file }, { price: testPrice });
  const ids = { traceId: traceId(1) };
  const call = span({ ...ids, spanId: spanId(2), attributes: { 'user.id': 'u-1' } });
  const loose = log({ body: 'bye', attributes: { 'user.id': 'u-1' }, resource: lambda('orders') });
  await writer.write(batch([invocation({ ...ids, spanId: spanId(1) }), call], [loose]));
  expect((await send('POST', `${PATH}/preview`, ATTRIBUTE)).body).toEqual({
    traces: 1,
    looseLogs: 1,
    exact: true,
  });
  expect(await database.services.reader.trace(traceId(1), 10)).not.toBeNull();

  const { status, body } = await send('POST', PATH, ATTRIBUTE);
  expect([status, body.state]).toEqual([202, 'waiting']);
  while (await writer.tidy(50));
  const { items } = (await send('GET', PATH)).body;
  expect(items).toEqual([
    { ...body, about: expect.any(String), state: 'done', traces: 1, invocations: 1, looseLogs: 1 },
  ]);
  expect(JSON.stringify(items)).not.toContain('u-1');
  expect(await database.services.reader.trace(traceId(1), 10)).toBeNull();
  await writer.close();
});

it.each([
  [{ attribute: { key: 'a', value: 'b' } }, 'from and to are needed'],
  [{ traceId: 'x' }, 'traceId: must be 32 hex digits'],
  [{ ...DAY, traceId: '0'.repeat(32), functionId: '0'.repeat(16) }, 'give one of'],
  [{ from: DAY.to, to: DAY.from }, 'to: must be after from'],
  [{ ...DAY, user: 'x' }, 'user'],
])('refuses %j and says why', async (body, why) => {
  for (const path of [PATH, `${PATH}/preview`]) {
    const { status, body: refusal } = await send('POST', path, body);
    expect(status).toBe(400);
    expect(JSON.stringify(refusal)).toContain(why);
  }
});
