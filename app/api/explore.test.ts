import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { asAccess } from '../_queries/current-access';
import { getUsual } from '../_queries/explore/comparison';
import { CONTRACTS } from './_contract/all';
import type { Method } from './_contract/contract';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';

const MINUTE = 60_000;
const NOW = BEGIN + 120 * MINUTE;
const routes = await allRoutes();
let database: TestDatabase;

/** 60 invocations in an hour of two versions; every fifth one is slow, for one tenant. */
function spans() {
  return Array.from({ length: 60 }, (_, no) => {
    const slow = no % 5 === 0;
    const from = no * MINUTE;
    return invocation({
      id: (no + 1).toString(16).padStart(16, '0'),
      trace: (no + 1).toString(16).padStart(32, '0'),
      resource: lambda('shop', 'production', { 'faas.version': no < 30 ? '1' : '2' }),
      from,
      to: from + (slow ? 2000 : 20),
      ...(no % 10 === 0 ? { status: 'error' as const } : {}),
      attributes: {
        'faas.coldstart': no === 31 || no === 0,
        'tenant.id': slow ? 'acme' : `tenant-${no % 7}`,
        ...(no % 10 === 0 ? { 'error.type': 'CardRefused' } : {}),
      },
    });
  });
}

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  await writer.write({ spans: spans(), logs: [] });
  await writer.close();
});
afterAll(() => database.remove());

async function send<Body = Record<string, unknown>>(method: Method, path: string, sent: Sent = {}) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no call ${method} ${path}`);
  const { status, body } = await call(route.handle, { method, ...sent });
  if (status < 300) contract.answer.parse(body);
  return { status, body: body as Body };
}

const RANGE = 'from=now-3h';
const list = async (query: string) =>
  (
    await send<{ items: { spanId: string }[] }>('GET', '/invocations', {
      query: `?${RANGE}&limit=500&${query}`,
    })
  ).body.items;
const shopId = async () =>
  (await send<{ items: { id: string }[] }>('GET', '/functions', { query: `?${RANGE}` })).body.items[0]?.id ??
  '';

describe('the rows behind figures', () => {
  it('each cell of the heatmap is as many invocations as its filter finds', async () => {
    const { body } = await send<{
      stepMs: number;
      steps: string[];
      bands: { fromMs: number; toMs: number }[];
      cells: { step: number; band: number; count: number }[];
    }>('GET', '/heatmap', { query: `?${RANGE}` });
    expect(body.cells.reduce((sum, { count }) => sum + count, 0)).toBe(60);
    for (const { step, band, count } of body.cells) {
      const from = Date.parse(body.steps[step] ?? '');
      const { fromMs, toMs } = body.bands[band] ?? { fromMs: 0, toMs: 0 };
      const ends = `from=${new Date(from).toISOString()}&to=${new Date(from + body.stepMs).toISOString()}`;
      const query = `?${ends}&limit=500&minDurationMs=${fromMs}&maxDurationMs=${toMs}`;
      const found = await send<{ items: unknown[] }>('GET', '/invocations', { query });
      expect(found.body.items).toHaveLength(count);
    }
  });

  it.each([
    ['failed=true', 6],
    ['failed=false', 54],
    ['version=2', 30],
    ['errorType=CardRefused', 6],
    ['errorType=(none)', 54],
    ['memoryMb=1024', 60],
    ['memoryMb=0', 0],
    ['region=us-east-1', 60],
    ['runtime=(none)', 60],
    ['trigger=http&architecture=x86_64', 60],
    ['minCostUsd=0.00001', 12],
    ['minDurationMs=1000&maxDurationMs=3000', 12],
  ])('%s finds %d invocations', async (query, count) => {
    expect(await list(query)).toHaveLength(count);
  });

  it('each group is as many invocations as its filter finds', async () => {
    const by = 'outcome,version,coldStart,errorType,memoryMb,trigger,region,runtime,architecture,provider';
    const { body } = await send<{
      fields: { field: string; groups: { value: string | null; invocations: number }[] }[];
    }>('GET', '/invocation-groups', { query: `?${RANGE}&by=${by}` });
    expect(body).toMatchObject({ complete: true, invocations: 60 });
    for (const { field, groups } of body.fields) {
      expect(groups.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(60);
      for (const { value, invocations } of groups)
        expect(
          await list(`${field}=${encodeURIComponent(value ?? (field === 'memoryMb' ? '0' : '(none)'))}`),
        ).toHaveLength(invocations);
    }
  });

  it('the variants of a function are as many invocations as their filters find', async () => {
    const { body } = await send<{
      items: { version: string; invocations: number; errors: number; coldStarts: number }[];
    }>('GET', '/functions/{id}/variants', { query: `?${RANGE}`, params: { id: await shopId() } });
    expect(body.items.map(({ version, invocations }) => [version, invocations])).toEqual([
      ['2', 30],
      ['1', 30],
    ]);
    for (const { version, errors, coldStarts } of body.items) {
      expect(await list(`version=${version}&failed=true`)).toHaveLength(errors);
      expect(await list(`version=${version}&coldStart=true`)).toHaveLength(coldStarts);
    }
  });

  it('the figures of the overview are as many invocations as their filters find', async () => {
    const { body } = await send<{ totals: Record<string, number> }>('GET', '/overview', {
      query: `?${RANGE}`,
    });
    expect(await list('')).toHaveLength(body.totals.invocations ?? 0);
    expect(await list('failed=true')).toHaveLength(body.totals.errors ?? 0);
    expect(await list('coldStart=true')).toHaveLength(body.totals.coldStarts ?? 0);
    expect(await list('outcome=timeout')).toHaveLength(body.totals.timeouts ?? 0);
  });
});

it('a second version is a deployment, and explains its cold start', async () => {
  const { body } = await send('GET', '/deployments', { query: `?${RANGE}` });
  expect(body.items).toMatchObject([{ version: '2', at: new Date(BEGIN + 30 * MINUTE).toISOString() }]);
  const cold = await send('GET', '/functions/{id}/cold-starts', {
    query: `?${RANGE}`,
    params: { id: await shopId() },
  });
  expect(cold.body).toEqual({
    counted: 2,
    complete: true,
    causes: [
      { cause: 'deployment', count: 2 },
      { cause: 'busy', count: 0 },
      { cause: 'idle', count: 0 },
    ],
  });
});

it('the slow ones differ by their tenant first', async () => {
  const { body } = await send<{ items: { key: string; value: string; selectedShare: number }[] }>(
    'GET',
    '/differences',
    { query: `?${RANGE}&minDurationMs=1000` },
  );
  expect(body).toMatchObject({
    selected: { invocations: 12, spans: 12 },
    rest: { invocations: 48, spans: 48 },
  });
  expect(body.items[0]).toMatchObject({ key: 'tenant.id', value: 'acme', selectedShare: 1, restShare: 0 });
});

it('an invocation stands beside the newest usual one, but never beside itself', async () => {
  const of = { functionId: await shopId(), from: 'now-3h', to: 'now' };
  const nobody = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) };
  const access = { scope: 'read', keyId: null, session: null, environment: null } as const;
  const usualBeside = (except: typeof nobody) => asAccess(access, () => getUsual({ ...of, except }));
  const { usual } = await usualBeside(nobody);
  expect(usual?.invocation).toMatchObject({ outcome: 'ok', spanId: (60).toString(16).padStart(16, '0') });
  const beside = await usualBeside(usual?.invocation ?? nobody);
  expect(beside.usual?.invocation).toMatchObject({
    outcome: 'ok',
    spanId: (59).toString(16).padStart(16, '0'),
  });
});

it('views are saved, replaced, listed by screen and deleted; bad ones are refused by field', async () => {
  const view = { name: 'Failing', screen: 'invocations', query: 'failed=true&columns=cost' };
  const made = await send<{ id: string }>('POST', '/views', { body: view });
  expect([made.status, made.body]).toEqual([201, expect.objectContaining(view)]);
  await send('POST', '/views', { body: { ...view, screen: 'functions', name: 'Dear' } });
  const params = { id: made.body.id };
  expect((await send('PUT', '/views/{id}', { params, body: { ...view, name: 'Broken' } })).status).toBe(200);
  const { body } = await send<{ items: { name: string }[] }>('GET', '/views', {
    query: '?screen=invocations',
  });
  expect(body.items.map(({ name }) => name)).toEqual(['Broken']);
  expect((await send('DELETE', '/views/{id}', { params })).status).toBe(204);
  expect((await send('DELETE', '/views/{id}', { params })).status).toBe(404);
  const refused = await send('POST', '/views', { body: { ...view, query: '?failed=true' } });
  expect(refused.body).toMatchObject({ error: { message: expect.stringMatching(/^query: must be/) } });
});
