import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call } from './_testing/routes';
import { BEGIN, invocation, lambda, log } from './_testing/telemetry';

const shop = lambda('shop', 'production');
const id = (number: number) => number.toString(16).padStart(16, '0');
const trace = (number: number) => number.toString(16).padStart(32, '0');
const COUNT = 1203;

let database: TestDatabase;
const routes = await allRoutes();

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 3_000_000,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
  await writer.write({
    spans: numbers.map((number) =>
      invocation({
        id: id(number),
        trace: trace(number),
        resource: shop,
        from: number * 1000,
        to: number * 1000 + 10,
        ...(number % 100 === 0
          ? { status: 'error' as const, attributes: { 'error.type': '=cmd|calc' } }
          : {}),
      }),
    ),
    logs: numbers.map((number) => log(shop, number * 1000, `line, ${number}`)),
  });
  await writer.close();
});
afterAll(() => database.remove());

async function file(path: string, query = ''): Promise<Response> {
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  if (!route) throw new Error(`no call ${path}`);
  const request = new Request(`http://localhost:3000/api/v1${path}${query}`, {
    headers: { host: 'localhost:3000' },
  });
  return route.handle(request, { params: Promise.resolve(undefined) });
}

describe('an export', () => {
  it('has every row of the list, over all its pages, in CSV and as JSON lines', async () => {
    const csv = (await (await file('/invocations/export', '?from=now-2h')).text()).split('\r\n');
    expect(csv[0]).toContain('invocationId,traceId,spanId,functionId,functionName');
    expect(csv[0]).toContain('error.type,error.message');
    expect(csv.slice(1, -1)).toHaveLength(COUNT);
    const lines = (await (await file('/logs/export', '?from=now-2h&format=ndjson')).text())
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).body)).toEqual(
      Array.from({ length: COUNT }, (_, index) => `line, ${COUNT - index}`),
    );
    for (const list of ['functions', 'traces', 'errors', 'costs'])
      expect(
        (await (await file(`/${list}/export`, '?from=now-2h')).text()).split('\r\n').length,
      ).toBeGreaterThan(2);
  });

  it('says its bound in the name of the file and in a header, and keeps it', async () => {
    const response = await file('/invocations/export', '?from=now-2h&limit=700');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="faaslens-invocations-2026-11-01T1050Z-up-to-700.csv"',
    );
    expect(response.headers.get('x-row-limit')).toBe('700');
    expect((await response.text()).split('\r\n')).toHaveLength(702);
    expect((await file('/invocations/export', '?limit=1000001')).status).toBe(400);
    expect((await file('/invocations/export', '?outcome=odd')).status).toBe(400);
  });

  it('is narrowed like the list, and holds nothing that a spreadsheet runs', async () => {
    const text = await (await file('/invocations/export', '?from=now-2h&outcome=error')).text();
    expect(text.split('\r\n')).toHaveLength(14);
    expect(text).toContain("'=cmd|calc");
    expect(text).not.toMatch(/(^|,)=/m);
  });

  it('goes on behind pages that have nothing of what was asked for', async () => {
    const { reader } = database.services;
    const list = reader.errors;
    let reads = 0;
    Object.assign(reader, {
      errors: ({ cursor, ...query }: Parameters<typeof list>[0]) => {
        reads += 1;
        return reads > 50 ? list(query) : { items: [], nextCursor: `${cursor ?? ''}x` };
      },
    });
    for (const format of ['ndjson', 'csv']) {
      reads = 0;
      const text = await (await file('/errors/export', `?from=now-2h&state=open&format=${format}`)).text();
      expect(text).toContain('card refused');
    }
    Object.assign(reader, { errors: list });
  });

  it('reads the next page only when the one before was taken', async () => {
    const asked: number[] = [];
    const { reader } = database.services;
    const list = reader.logs;
    Object.assign(reader, {
      logs: (query: Parameters<typeof list>[0]) => {
        asked.push(query.limit);
        return list(query);
      },
    });
    const stream = (await file('/logs/export', '?from=now-2h')).body?.getReader();
    await stream?.read();
    expect(asked.length).toBeLessThan(3);
    await stream?.cancel();
    Object.assign(reader, { logs: list });
  });
});

describe('what an id belongs to', () => {
  const found = async (q: string) => {
    const handle = routes.find((one) => one.path === '/find')?.handle;
    if (!handle) throw new Error('no call');
    const { body } = await call(handle, { query: `?q=${encodeURIComponent(q)}` });
    return (body as { items: { kind: string; title: string; path: string }[] }).items;
  };
  it('is found for ids of traces, spans, invocations, functions and errors, and for names', async () => {
    const [row] = await database.services.reader
      .invocations({ range: { fromMs: BEGIN, toMs: BEGIN + 2_000_000 }, limit: 1 })
      .then(({ items }) => items);
    if (!row) throw new Error('nothing stored');
    const ofTrace = { kind: 'trace', path: `/traces/${row.traceId}` };
    expect(await found(row.traceId)).toEqual(expect.arrayContaining([expect.objectContaining(ofTrace)]));
    expect((await found(`00-${row.traceId}-${row.spanId}-01`))[0]).toMatchObject(ofTrace);
    const path = `/traces/${row.traceId}?span=${row.spanId}`;
    expect(await found(row.invocationId ?? '')).toContainEqual(
      expect.objectContaining({ kind: 'invocation', path }),
    );
    expect(await found(row.spanId)).toContainEqual(expect.objectContaining({ kind: 'span', path }));
    expect(await found(row.functionId)).toContainEqual(
      expect.objectContaining({ kind: 'function', title: 'shop', path: `/functions/${row.functionId}` }),
    );
    expect(await found('sho')).toMatchObject([{ kind: 'function', title: 'shop' }]);
    const range = { fromMs: BEGIN, toMs: BEGIN + 2_000_000 };
    const [group] = (await database.services.reader.errors({ range, limit: 1 })).items;
    expect(await found(group?.fingerprint ?? '')).toContainEqual(expect.objectContaining({ kind: 'error' }));
    expect(await found('no-such-thing')).toEqual([]);
  });
});
