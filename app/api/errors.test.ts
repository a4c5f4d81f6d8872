import { afterEach, beforeEach, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from './_contract/all';
import type { Method } from './_contract/contract';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';

const TRACE = 'a'.repeat(32);
const MINUTE = 60_000;

let database: TestDatabase;
let now = 0;
const routes = await allRoutes();

beforeEach(async () => {
  now = BEGIN + 2 * MINUTE;
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => now,
  );
  await fail('1', 0, '7');
  await fail('2', MINUTE, '7');
});
afterEach(() => database.remove());

/** Writes an invocation with a declined card this many milliseconds after BEGIN. */
async function fail(digit: string, at: number, version: string): Promise<void> {
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const resource = lambda('pay', 'production', { 'faas.version': version });
  const id = digit.repeat(16);
  await writer.write({
    spans: [invocation({ id, trace: TRACE, resource, from: at, to: at + 5, status: 'error' })],
    logs: [],
  });
  await writer.close();
}

/** Calls a route and checks its answer against its contract. */
async function send(method: Method, path: string, sent: Sent = {}) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const { status, body } = await call(route.handle, { method, ...sent });
  if (status === 200) contract.answer.parse(body);
  return { status, body: body as Record<string, unknown> & { items: Record<string, unknown>[] } };
}

const first = async (query = '') => (await send('GET', '/errors', { query })).body.items[0];
const params = async () => ({ fingerprint: String((await first())?.fingerprint) });

it('lists groups of errors with their figures, and answers one with its series', async () => {
  const found = await first();
  expect(found).toMatchObject({
    type: '',
    message: 'card refused',
    state: 'open',
    count: 2,
    trend: [0, 2],
    invocations: 2,
    costUsd: expect.stringMatching(/^0\.0+[1-9]/),
    firstSeen: new Date(BEGIN + 5).toISOString(),
    lastSeen: new Date(BEGIN + MINUTE + 5).toISOString(),
    functions: [{ name: 'pay' }],
    versions: [{ version: '7', count: 2 }],
    sampleTraceIds: [TRACE],
  });
  const { body } = await send('GET', '/errors/{fingerprint}', { params: await params() });
  expect(body).toEqual({
    ...found,
    series: [
      { t: new Date(BEGIN - 60 * MINUTE).toISOString(), count: 0 },
      { t: new Date(BEGIN).toISOString(), count: 2 },
    ],
    occurrences: [
      {
        traceId: TRACE,
        spanId: '2'.repeat(16),
        time: new Date(BEGIN + MINUTE + 5).toISOString(),
        type: '',
        message: 'card refused',
        stack: '',
        version: '7',
        functionId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ],
  });
});

it('filters by range, environment, function and text', async () => {
  expect(await first('?environment=staging')).toBeUndefined();
  expect(await first('?environment=production&q=refused')).toMatchObject({ count: 2 });
  expect(await first(`?functionId=${'0'.repeat(16)}`)).toBeUndefined();
  expect(await first('?from=now-30d&to=now-1d')).toBeUndefined();
  expect((await send('GET', '/errors', { query: '?limit=0' })).status).toBe(400);
});

it('filters by state, and fills a page from as many groups as that takes', async () => {
  const decide = async (state: string) =>
    send('PATCH', '/errors/{fingerprint}', { params: await params(), body: { state } });
  expect(await first('?state=unresolved&limit=1')).toMatchObject({ state: 'open' });
  expect(await first('?state=resolved')).toBeUndefined();
  await decide('resolved');
  expect(await first('?state=unresolved')).toBeUndefined();
  expect(await first('?state=resolved')).toMatchObject({ state: 'resolved' });
  expect((await send('GET', '/errors', { query: '?state=asleep' })).status).toBe(400);
  await decide('open');
});

it('keeps what was decided about a group until it comes back in another version', async () => {
  const decide = async (state: string) =>
    send('PATCH', '/errors/{fingerprint}', { params: await params(), body: { state } });
  expect((await decide('ignored')).body).toMatchObject({ state: 'ignored' });
  expect(await first()).toMatchObject({ state: 'ignored' });

  const resolved = await decide('resolved');
  expect(resolved).toMatchObject({ status: 200, body: { state: 'resolved' } });
  const after = Date.parse(String(resolved.body.changedAt)) - BEGIN;
  now = BEGIN + after + 9 * MINUTE;
  await fail('3', after + MINUTE, '7');
  expect(await first()).toMatchObject({ state: 'resolved', count: 1 });
  await fail('4', after + 2 * MINUTE, '8');
  expect(await first()).toMatchObject({ state: 'regressed', count: 2 });
  expect((await decide('open')).body).toMatchObject({ state: 'open' });
});

it('refuses unknown decisions and groups', async () => {
  const body = { state: 'resolved' };
  const unknown = { fingerprint: '0'.repeat(16) };
  expect((await send('PATCH', '/errors/{fingerprint}', { params: unknown, body })).status).toBe(404);
  expect((await send('GET', '/errors/{fingerprint}', { params: unknown })).status).toBe(404);
  const regressed = { params: await params(), body: { state: 'regressed' } };
  expect((await send('PATCH', '/errors/{fingerprint}', regressed)).status).toBe(400);
});
