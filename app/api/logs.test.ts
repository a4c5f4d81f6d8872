import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import type { TelemetryWriter } from '@/core/store/store';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { readEvents } from './_testing/events';
import { allRoutes, call } from './_testing/routes';
import { BEGIN, lambda, log } from './_testing/telemetry';

const NOW = BEGIN + 120_000;
const shop = lambda('shop', 'production');

let database: TestDatabase;
let writer: TelemetryWriter;
const routes = await allRoutes();

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const lines = Array.from({ length: 60 }, (_, index) => ({
    ...log(shop, index * 1000, `order ${index} paid`, { severity: index % 10 === 0 ? 17 : 9 }),
    attributes: { 'order.id': index },
  }));
  await writer.write({ spans: [], logs: lines });
});
afterAll(async () => {
  await writer.close();
  database.remove();
});

type Line = { readonly id: string; readonly body: string };
const handlerOf = (path: string) => {
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  if (!route) throw new Error(`no call ${path}`);
  return route.handle;
};
async function get<Body>(path: string, query: string): Promise<{ status: number; body: Body }> {
  const { status, body } = await call(handlerOf(path), { query });
  if (status === 200) CONTRACTS.find((one) => one.method === 'GET' && one.path === path)?.answer.parse(body);
  return { status, body: body as Body };
}
const bodiesOf = async (query: string) =>
  (await get<{ items: Line[] }>('/logs', query)).body.items.map(({ body }) => body);

describe('logs', () => {
  it('are found by attributes in the search, and by severity from both sides', async () => {
    expect(await bodiesOf('?q=paid+@order.id:7')).toEqual(['order 7 paid']);
    expect(await bodiesOf('?severity=warn&limit=500')).toHaveLength(6);
    expect(await bodiesOf('?severity=info&maxSeverity=info&limit=500')).toHaveLength(54);
    expect(await bodiesOf('?maxSeverity=unset')).toEqual([]);
    expect((await get('/logs', '?maxSeverity=loud')).body).toMatchObject({
      error: { message: expect.stringContaining('maxSeverity: must be unset or one of trace') },
    });
  });

  it('are counted: every count is the number of rows behind it', async () => {
    const { body } = await get<{
      steps: ({ t: string } & Record<string, number>)[];
      total: number;
      stepMs: number;
      severities: Record<string, number>;
      exact: boolean;
    }>('/logs/counts', '?from=now-5m&severity=error');
    expect(body).toMatchObject({ total: 6, exact: true, severities: { info: 54, error: 6, warn: 0 } });
    const all = await bodiesOf('?from=now-5m&severity=error&maxSeverity=error');
    expect(all).toHaveLength(body.severities.error ?? -1);
    for (const { t, error = 0 } of body.steps) {
      const to = new Date(Date.parse(t) + body.stepMs).toISOString();
      if (Date.parse(to) > NOW) continue;
      expect(await bodiesOf(`?from=${t}&to=${to}&severity=error`)).toHaveLength(error);
      if (error > 0) return;
    }
  });

  it('are grouped by shape, and the search of a shape finds its lines', async () => {
    const { body } = await get<{ items: { shape: string; count: number; search: string }[] }>(
      '/logs/patterns',
      '?from=now-5m',
    );
    expect(body).toMatchObject({ lines: 60, complete: true });
    expect(body.items.map(({ shape, count }) => [shape, count])).toEqual([['order <num> paid', 60]]);
    expect(await bodiesOf(`?q=${encodeURIComponent(body.items[0]?.search ?? '')}&limit=500`)).toHaveLength(
      60,
    );
  });

  it('come with what was logged before and after, oldest first', async () => {
    const [line] = (await get<{ items: Line[] }>('/logs', '?q=@order.id:30')).body.items;
    const { body } = await get<{ before: Line[]; record: Line; after: Line[] }>(
      '/logs/context',
      `?around=${line?.id}&limit=3`,
    );
    const named = (lines: readonly Line[]) => lines.map(({ body: text }) => text);
    expect(named(body.before)).toEqual(['order 27 paid', 'order 28 paid', 'order 29 paid']);
    expect(body.record.id).toBe(line?.id);
    expect(named(body.after)).toEqual(['order 31 paid', 'order 32 paid', 'order 33 paid']);
    const last = (await get<{ items: Line[] }>('/logs', '?q=@order.id:59')).body.items[0];
    const end = await get<{ after: Line[]; before: Line[] }>(
      '/logs/context',
      `?around=${last?.id}&limit=100`,
    );
    expect([end.body.after.length, end.body.before.length]).toEqual([0, 59]);
    expect((await get('/logs/context', `?around=1-${'0'.repeat(16)}`)).status).toBe(404);
    expect((await get('/logs/context', '?around=x')).status).toBe(400);
  });
});

describe('the tail of logs', () => {
  it('tells what is there, then what arrives, and goes on behind an event without a gap', async () => {
    const events = await readEvents(handlerOf('/logs/tail'), { query: '?q=paid' });
    const first = await events.next<{ lines: Line[] }>('lines');
    expect(first.data.lines.map(({ body }) => body).at(-1)).toBe('order 59 paid');
    await writer.write({
      spans: [],
      logs: [log(shop, -500_000, 'late order paid'), log(shop, 0, 'not meant')],
    });
    const second = await events.next<{ lines: Line[] }>('lines');
    expect(second.data.lines.map(({ body }) => body)).toEqual(['late order paid']);
    await events.close();

    await writer.write({ spans: [], logs: [log(shop, 99_000, 'meanwhile paid')] });
    const again = await readEvents(handlerOf('/logs/tail'), {
      query: '?q=paid',
      headers: { 'last-event-id': second.id },
    });
    const third = await again.next<{ lines: Line[] }>('lines');
    expect(third.data.lines.map(({ body }) => body)).toEqual(['meanwhile paid']);
    await again.close();
  });

  it('says why it ends', async () => {
    const events = await readEvents(handlerOf('/logs/tail'), { headers: { 'last-event-id': 'nonsense' } });
    expect((await events.next('refused')).data).toMatchObject({ code: 'invalid_input' });
    await events.close();
  });
});
