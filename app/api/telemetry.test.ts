import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
import { BEGIN, invocation, lambda, log, span } from './_testing/telemetry';

const T1 = 'a'.repeat(32);
const T2 = 'b'.repeat(32);
const id = (digit: string) => digit.repeat(16);
const NOW = BEGIN + 120_000;

const shop = lambda('shop', 'production');
const pay = lambda('pay', 'staging', { 'cloud.region': 'nowhere-1' });

let database: TestDatabase;
const routes = await allRoutes();

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  await writer.write({
    spans: [
      invocation({ id: id('1'), trace: T1, resource: shop, from: 0, to: 100 }),
      span({ id: id('2'), parent: id('1'), trace: T1, resource: shop, from: 10, to: 60, kind: 'client' }),
      invocation({
        id: id('3'),
        parent: id('2'),
        trace: T1,
        resource: pay,
        from: 20,
        to: 50,
        status: 'error',
        attributes: { 'error.type': 'CardRefused' },
      }),
      invocation({
        id: id('4'),
        trace: T2,
        resource: shop,
        from: 60_000,
        to: 60_300,
        attributes: { 'faas.coldstart': true },
      }),
    ],
    logs: [
      log(shop, 5, 'order taken', { traceId: T1, spanId: id('1') }),
      log(pay, 25, 'card refused', { traceId: T1, spanId: id('3'), severity: 17 }),
      log(shop, 60_100, 'order taken again', { traceId: T2, spanId: id('4') }),
    ],
  });
  await writer.close();
});
afterAll(() => database.remove());

/** Calls a route without a key, as `auto` allows on loopback, and checks the answer against its contract. */
async function get(path: string, query = '', params?: NonNullable<Sent['params']>) {
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === 'GET' && one.path === path);
  if (!route || !contract) throw new Error(`no call ${path}`);
  const { status, body } = await call(route.handle, { query, ...(params && { params }) });
  if (status === 200) contract.answer.parse(body);
  return {
    status,
    body: body as Record<string, unknown> & { items: Record<string, unknown>[]; nextCursor: string | null },
  };
}

const functionIdOf = async (name: string) =>
  String((await get('/functions')).body.items.find((one) => one.name === name)?.id);

describe('overview', () => {
  it('has totals, the period before and a series without gaps that adds up to the totals', async () => {
    const { body } = await get('/overview', '?from=now-10m');
    expect(body.totals).toMatchObject({
      invocations: 3,
      coverage: null,
      errors: 1,
      errorRate: 1 / 3,
      coldStarts: 1,
      throttles: null,
      unpricedInvocations: 1,
      costUsd: '0.00000706668',
    });
    expect(body.previous).toMatchObject({ invocations: 0, errorRate: null, costUsd: '0' });
    const series = body.series as { t: string; invocations: number }[];
    expect(series).toHaveLength(10);
    expect(series.reduce((sum, point) => sum + point.invocations, 0)).toBe(3);
    expect([body.from, body.to, body.stepMs]).toEqual([
      '2026-11-01T09:52:00.000Z',
      '2026-11-01T10:02:00.000Z',
      60_000,
    ]);
  });

  it('follows the environment, and says null for a cost that nothing is known of', async () => {
    const { body } = await get('/overview', '?from=now-10m&environment=staging');
    expect(body.totals).toMatchObject({ invocations: 1, errors: 1, costUsd: null });
    expect((await get('/overview', '?environment=')).body.totals).toMatchObject({ invocations: 0 });
  });
});

describe('functions', () => {
  it('come with their figures, by name', async () => {
    const { items } = (await get('/functions')).body;
    expect(
      items.map((one) => [one.name, one.environment, one.invocations, one.memoryMb, one.architecture]),
    ).toEqual([
      ['pay', 'staging', 1, 1024, 'x86_64'],
      ['shop', 'production', 2, 1024, 'x86_64'],
    ]);
    expect((await get('/functions', '?q=SHO')).body.items).toHaveLength(1);
    expect((await get('/functions', '?environment=staging')).body.items).toHaveLength(1);
  });

  it('come one by one with a series; an unknown one is not there', async () => {
    const one = await get('/functions/{id}', '?from=now-10m', { id: await functionIdOf('shop') });
    expect(one.body).toMatchObject({
      name: 'shop',
      totals: { invocations: 2, errors: 0 },
      series: expect.any(Array),
    });
    expect((await get('/functions/{id}', '', { id: id('0') })).status).toBe(404);
  });
});

describe('invocations', () => {
  it('are newest first, with outcome, cost and precision', async () => {
    const { items } = (await get('/invocations')).body;
    expect(items.map((one) => [one.spanId, one.outcome, one.costUsd, one.costPrecision])).toEqual([
      [id('4'), 'ok', '0.00000520001', 'estimated'],
      [id('3'), 'error', null, null],
      [id('1'), 'ok', '0.00000186667', 'estimated'],
    ]);
    expect(items[1]).toMatchObject({
      error: { type: 'CardRefused' },
      costNote: expect.stringContaining('nowhere-1'),
    });
  });

  it.each([
    ['?outcome=error', ['3']],
    ['?coldStart=true', ['4']],
    ['?minDurationMs=100', ['4', '1']],
    ['?q=refused', ['3']],
    [`?requestKey=invocation:request-${id('1')}`, ['1']],
    ['?requestKey=invocation:unknown', []],
    ['?environment=production', ['4', '1']],
    ['?from=2026-11-01T10:01:00Z&to=2026-11-01T10:02:00Z', ['4']],
    ['?from=now-1h&to=now-90s', ['3', '1']],
  ])('are narrowed by %s', async (query, digits) => {
    expect((await get('/invocations', query)).body.items.map((one) => one.spanId)).toEqual(digits.map(id));
  });

  it('come page by page, each once', async () => {
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await get('/invocations', `?limit=1&cursor=${encodeURIComponent(cursor)}`);
      seen.push(...body.items.map((one) => one.spanId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([id('4'), id('3'), id('1')]);
    expect((await get('/invocations', '?cursor=made-up')).status).toBe(400);
  });
});

describe('traces', () => {
  it('are newest first, with functions, errors and cost', async () => {
    const { items } = (await get('/traces')).body;
    expect(items).toMatchObject([
      { traceId: T2, spanCount: 1, errorCount: 0 },
      {
        traceId: T1,
        spanCount: 3,
        errorCount: 1,
        functions: ['pay', 'shop'],
        durationMs: 100,
        costUsd: '0.00000186667',
      },
    ]);
    expect((await get('/traces', '?errorsOnly=true')).body.items).toHaveLength(1);
  });

  it('come one by one in the order of calls, with the cost of each execution by lines', async () => {
    const { body } = await get('/traces/{traceId}', '', { traceId: T1 });
    const spans = body.spans as Record<string, unknown>[];
    expect(
      spans.map((one) => [one.spanId, one.offsetMs, one.selfMs, one.isInvocation, one.logCount]),
    ).toEqual([
      [id('1'), 0, 50, true, 1],
      [id('2'), 10, 20, false, 0],
      [id('3'), 20, 30, true, 1],
    ]);
    const invocations = body.invocations as { spanId: string; costLines: { amountUsd: string }[] }[];
    const lines = invocations.find((one) => one.spanId === id('1'))?.costLines ?? [];
    expect(lines.map((line) => line.amountUsd)).toEqual(['0.0000002', '0.00000166667']);
    expect((await get('/traces/{traceId}', '', { traceId: 'c'.repeat(32) })).status).toBe(404);
  });

  it('have spans in full', async () => {
    const { body } = await get('/traces/{traceId}/spans/{spanId}', '', { traceId: T1, spanId: id('3') });
    expect(body).toMatchObject({
      attributes: { 'error.type': 'CardRefused' },
      resource: { 'faas.name': 'pay' },
      events: [{ name: 'exception', offsetMs: 30, attributes: { 'exception.message': 'card refused' } }],
    });
    expect((await get('/traces/{traceId}/spans/{spanId}', '', { traceId: T1, spanId: id('9') })).status).toBe(
      404,
    );
  });
});

describe('logs', () => {
  const bodies = async (query: string) => (await get('/logs', query)).body.items.map((one) => one.body);

  it.each([
    ['', ['order taken again', 'card refused', 'order taken']],
    ['?q=taken', ['order taken again', 'order taken']],
    ['?severity=warn', ['card refused']],
    [`?traceId=${T1}`, ['card refused', 'order taken']],
    [`?spanId=${id('3')}`, ['card refused']],
    ['?environment=staging', ['card refused']],
  ])('are newest first and narrowed by %j', async (query, expected) =>
    expect(await bodies(query)).toEqual(expected),
  );

  it.each([
    'OR x',
    'NEAR(',
    'col:',
    '"',
    "'",
    '*',
    'a-b',
    '-a',
    '^',
    '\u0000',
    '%',
    "'; DROP TABLE block; --",
  ])('can be searched for anything: %j', async (q) =>
    expect((await get('/logs', `?q=${encodeURIComponent(q)}`)).status).toBe(200),
  );
});

it('environments and set-up tell what has arrived and where to send', async () => {
  expect((await get('/environments')).body.items).toEqual(['production', 'staging']);
  expect((await get('/setup')).body).toEqual({
    hasData: true,
    otlpHttpUrl: 'http://127.0.0.1:4318',
    needsKey: false,
  });
});
