import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTraceFile } from '@/core/model/trace-file/read-trace-file';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call } from './_testing/routes';
import { BEGIN, invocation, lambda, span } from './_testing/telemetry';

const [FIRST, RETRY, WORKER, BEFORE, LONELY] = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(32));
const id = (digit: string) => digit.repeat(16);
const shop = lambda('shop', 'production');
const worker = lambda('worker', 'production');

let database: TestDatabase;
const routes = await allRoutes();

/** An invocation of the request `r-1`, unless it is told to be of another. */
const run = (trace: string | undefined, digit: string, from: number, request = 'r-1', resource = shop) =>
  invocation({
    id: id(digit),
    trace: trace ?? '',
    resource,
    from,
    to: from + 50,
    attributes: { 'faas.invocation_id': request },
  });
const linkTo = (traceId: string | undefined, digit: string) => [
  { traceId: traceId ?? '', spanId: id(digit), attributes: {} },
];

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 60_000,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  await writer.write({
    spans: [
      { ...run(FIRST, '1', 1000), links: linkTo(BEFORE, '5') },
      span({
        id: id('2'),
        parent: id('1'),
        trace: FIRST ?? '',
        resource: shop,
        from: 1010,
        to: 1020,
        kind: 'producer',
      }),
      run(RETRY, '3', 9000),
      { ...run(WORKER, '4', 2000, 'r-2', worker), links: linkTo(FIRST, '2') },
      run(BEFORE, '5', 0, 'r-0', worker),
      run(LONELY, '6', 500, 'r-9'),
    ],
    logs: [],
  });
  await writer.close();
});
afterAll(() => database.remove());

async function get(path: string, traceId: string | undefined) {
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === 'GET' && one.path === path);
  if (!route || !contract) throw new Error(`no call ${path}`);
  const { status, body } = await call(route.handle, { params: { traceId: traceId ?? '' } });
  if (status === 200) contract.answer.parse(body);
  return { status, body: body as Record<string, unknown> & { items: Record<string, unknown>[] } };
}

it('a request is one story: what sent it, its attempts and what it set off, oldest first', async () => {
  const { body } = await get('/traces/{traceId}/related', FIRST);
  expect(body.items).toMatchObject([
    { relation: 'before', spanId: id('1'), invocation: { traceId: BEFORE, functionName: 'worker' } },
    { relation: 'after', spanId: id('2'), invocation: { traceId: WORKER, spanId: id('4') } },
    { relation: 'attempt', spanId: id('1'), invocation: { traceId: RETRY, spanId: id('3') } },
  ]);
});

it('the story is told from each of its traces', async () => {
  const relations = async (traceId: string | undefined) =>
    (await get('/traces/{traceId}/related', traceId)).body.items.map((one) => one.relation);
  expect(await relations(RETRY)).toEqual(['attempt']);
  expect(await relations(WORKER)).toEqual(['before']);
  expect(await relations(BEFORE)).toEqual(['after']);
  expect(await relations(LONELY)).toEqual([]);
  expect((await get('/traces/{traceId}/related', 'f'.repeat(32))).status).toBe(404);
});

it('a trace is answered as OTLP that opens again', async () => {
  const { body } = await get('/traces/{traceId}/otlp', FIRST);
  const [trace] = readTraceFile(JSON.stringify(body));
  expect(trace?.traceId).toBe(FIRST);
  expect(trace?.spans).toMatchObject([
    {
      spanId: id('1'),
      kind: 'server',
      attributes: { 'faas.trigger': 'http', 'faas.coldstart': false },
      links: [{ traceId: BEFORE, spanId: id('5') }],
      resource: { attributes: { 'faas.name': 'shop' } },
    },
    { spanId: id('2'), parentSpanId: id('1'), kind: 'producer' },
  ]);
  expect((await get('/traces/{traceId}/otlp', 'f'.repeat(32))).status).toBe(404);
});
