import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { dependencies, functionLinks } from './_contract/map';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda, span } from './_testing/telemetry';
import { GET as listDependencies } from './v1/dependencies/route';
import { GET as listLinks } from './v1/function-links/route';

const shop = lambda('shop', 'production');
const mail = lambda('mail', 'production');
const stock = lambda('stock', 'production');
const id = (number: number) => number.toString(16).padStart(16, '0');
const trace = (number: number) => number.toString(16).padStart(32, '0');
const QUEUE = { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'mails' };
const RANGE = `?from=${new Date(BEGIN - 60_000).toISOString()}&to=${new Date(BEGIN + 60_000).toISOString()}`;

let database: TestDatabase;
let askedAlone = 0;
beforeAll(async () => {
  database = await openTestDatabase(
    {},
    async (databaseFile) => {
      const reader = await openReader({ databaseFile });
      return {
        ...reader,
        function: (id: string) => {
          askedAlone += 1;
          return reader.function(id);
        },
      };
    },
    () => BEGIN + 60_000,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const send = {
    trace: trace(1),
    resource: shop,
    from: 40,
    to: 50,
    parent: id(1),
    kind: 'producer',
  } as const;
  const linked = invocation({ id: id(5), trace: trace(2), resource: mail, from: 200, to: 260 });
  await writer.write({
    spans: [
      invocation({ id: id(1), trace: trace(1), resource: shop, from: 0, to: 100 }),
      span({ ...send, id: id(2), attributes: QUEUE }),
      span({
        ...send,
        id: id(3),
        kind: 'client',
        attributes: { 'server.address': 'stock.internal' },
        status: 'error',
      }),
      invocation({ id: id(4), trace: trace(1), resource: stock, parent: id(3), from: 42, to: 48 }),
      {
        ...linked,
        links: [{ traceId: trace(1), spanId: id(2), attributes: {} }],
      },
    ],
    logs: [],
  });
  await writer.close();
});
afterAll(() => database.remove());

describe('what functions call', () => {
  it('is named for many functions without a question for each of them', async () => {
    const earlierMs = -1_200_000;
    const names = Array.from({ length: 20 }, (_, number) => `function-${number + 10}`);
    const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
    await writer.write({
      spans: names.flatMap((name, number) => {
        const of = { trace: trace(100 + number), resource: lambda(name, 'production') };
        return [
          invocation({ ...of, id: id(1000 + number), from: earlierMs, to: earlierMs + 10 }),
          span({
            ...of,
            id: id(2000 + number),
            parent: id(1000 + number),
            from: earlierMs + 1,
            to: earlierMs + 9,
            kind: 'client',
            attributes: { 'server.address': 'stock.internal' },
          }),
        ];
      }),
      logs: [],
    });
    await writer.close();
    askedAlone = 0;
    const iso = (ms: number) => new Date(BEGIN + earlierMs + ms).toISOString();
    const { body } = await call(listDependencies, { query: `?from=${iso(-60_000)}&to=${iso(60_000)}` });
    const { items } = dependencies.answer.parse(body);
    expect(items.map(({ functionName }) => functionName).sort()).toEqual(names);
    expect(askedAlone).toBe(0);
  });

  it('is listed with calls, errors, durations and what waiting cost', async () => {
    const { status, body } = await call(listDependencies, { query: RANGE });
    expect(status).toBe(200);
    const { items } = dependencies.answer.parse(body);
    expect(items).toHaveLength(2);
    expect(items.find(({ kind }) => kind === 'http')).toMatchObject({
      functionName: 'shop',
      environment: 'production',
      dependency: 'stock.internal',
      calls: 1,
      errors: 1,
      durationMs: { p95: expect.closeTo(10, 0) },
    });
    expect(items.find(({ kind }) => kind === 'messaging')).toMatchObject({
      dependency: 'SQS mails',
      errors: 0,
    });
  });

  it('of another environment is left out, and an unknown function is refused by name', async () => {
    const other = await call(listDependencies, { query: `${RANGE}&environment=test` });
    expect(dependencies.answer.parse(other.body).items).toEqual([]);
    const wrong = await call(listDependencies, { query: `${RANGE}&functionId=x` });
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body)).toContain('functionId');
  });
});

it('functions that set off others are found in traces and through linked messages', async () => {
  const { status, body } = await call(listLinks, { query: RANGE });
  expect(status).toBe(200);
  const { items, traces, lookedAt, complete } = functionLinks.answer.parse(body);
  const told = items.map(
    ({ from, to, via, seen }) => `${from.name} > ${via?.dependency} > ${to.name} ${seen}`,
  );
  expect(told.sort()).toEqual(['shop > SQS mails > mail 1', 'shop > stock.internal > stock 1']);
  expect([traces, lookedAt, complete]).toEqual([2, 2, true]);
  expect(items.map(({ standardError }) => standardError)).toEqual([0, 0]);
  expect(items.map(({ exampleTraceId }) => exampleTraceId).sort()).toEqual([trace(1), trace(2)]);
});
