import { expect, test } from 'vitest';
import type { Page, PageQuery } from '../store';
import {
  batch,
  DAY,
  HTTP_SCOPE,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  type OpenStore,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

const LIST = { range: DAY, limit: 100 };

/** Three invocations at each of four instants, of three functions, one of them in another environment. */
async function writeTwelve({ writer }: OpenStore): Promise<void> {
  const names = ['alpha', 'Beta', 'gamma'];
  const spans = Array.from({ length: 12 }, (_, index) => {
    const name = names[index % 3] ?? '';
    const startNs = T0_NS + BigInt(Math.floor(index / 3)) * 1000n * MS;
    const failed = index === 5;
    return invocation({
      traceId: traceId(index + 1),
      spanId: spanId(index + 1),
      name: `run ${name}`,
      startNs,
      endNs: startNs + BigInt(index + 1) * MS,
      status: failed ? 'error' : 'unset',
      statusMessage: failed ? 'Card DECLINED 100%' : '',
      attributes: { 'faas.coldstart': index < 2, ...(failed ? { 'error.type': 'PaymentError' } : {}) },
      resource: lambda(name, name === 'gamma' ? { 'deployment.environment.name': 'staging' } : {}),
    });
  });
  const logs = spans.map((one, index) =>
    log({ body: `line ${index}`, timeNs: one.startNs, resource: one.resource, traceId: one.traceId }),
  );
  await writer.write(batch(spans, logs));
}

async function allPages<Item>(
  read: (query: PageQuery) => Promise<Page<Item>>,
  limit: number,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read({ limit, ...(cursor === null ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

export function listsContract(open: OpenEmptyStore): void {
  test('pages of any size put together are the whole list, newest first, functions by name', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const { reader } = store;
      const lists = [
        (page: PageQuery) => reader.invocations({ range: DAY, ...page }),
        (page: PageQuery) => reader.traces({ range: DAY, ...page }),
        (page: PageQuery) => reader.logs({ range: DAY, ...page }),
        (page: PageQuery) => reader.functions({ range: DAY, ...page }),
      ] as const;
      for (const read of lists) {
        const whole = await allPages<unknown>(read, 100);
        expect(whole.length).toBeGreaterThanOrEqual(3);
        for (const limit of [1, 2, 5]) expect(await allPages<unknown>(read, limit)).toEqual(whole);
      }
      const starts = (await reader.invocations(LIST)).items.map(({ startTime }) => startTime);
      expect(starts).toEqual([...starts].sort((a, b) => b - a));
      const names = (await reader.functions(LIST)).items.map(({ function: { name } }) => name);
      expect(names).toEqual(['Beta', 'alpha', 'gamma']);
    }));

  test('a cursor keeps its place when newer rows arrive', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const { writer, reader } = store;
      const first = await reader.invocations({ ...LIST, limit: 5 });
      const before = await reader.invocations({ ...LIST, cursor: first.nextCursor ?? '' });
      const startNs = T0_NS + 60_000n * MS;
      await writer.write(batch([invocation({ traceId: traceId(99), spanId: spanId(99), startNs })]));
      expect(await reader.invocations({ ...LIST, cursor: first.nextCursor ?? '' })).toEqual(before);
    }));

  test('a cursor of another list, a made-up one and a limit below 1 are refused', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const { reader } = store;
      const { nextCursor } = await reader.invocations({ ...LIST, limit: 1 });
      const wrong = [nextCursor ?? '', '', 'x', '%%%', Buffer.from('["logs",1]').toString('base64url')];
      for (const cursor of wrong) {
        await expect(reader.logs({ ...LIST, cursor })).rejects.toMatchObject({ code: 'invalid_input' });
      }
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await expect(reader.traces({ range: DAY, limit })).rejects.toMatchObject({ code: 'invalid_input' });
      }
    }));

  test('an empty store and an empty range answer empty lists', () =>
    withStore(open, async (store) => {
      const { reader } = store;
      const nowhere = { limit: 10, range: { fromMs: T0_MS + 1, toMs: T0_MS } };
      for (const query of [LIST, nowhere]) {
        for (const list of [reader.invocations, reader.traces, reader.logs, reader.functions]) {
          expect(await list(query)).toEqual({ items: [], nextCursor: null });
        }
      }
      expect(await reader.environments()).toEqual([]);
      expect(await reader.function('unknown')).toBeNull();
      await writeTwelve(store);
      expect((await reader.invocations(nowhere)).items).toEqual([]);
    }));

  test('a range takes in its start and not its end', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const range = { fromMs: T0_MS + 1000, toMs: T0_MS + 2000 };
      for (const list of [store.reader.invocations, store.reader.traces, store.reader.logs]) {
        expect((await list({ range, limit: 100 })).items).toHaveLength(3);
      }
    }));

  test('invocations are found by each filter, and by all together', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const { reader } = store;
      const found = async (query: Partial<Parameters<typeof reader.invocations>[0]>) =>
        (await reader.invocations({ ...LIST, ...query })).items.map((row) =>
          Number.parseInt(row.spanId.replaceAll('b', ''), 16),
        );
      const { items } = await reader.functions({ ...LIST, search: 'BET' });
      const functionId = items[0]?.function.id ?? '';

      expect(await found({ environment: 'staging' })).toHaveLength(4);
      expect(await found({ environment: '' })).toHaveLength(8);
      expect(await found({ functionId })).toHaveLength(4);
      expect(await found({ outcome: 'error' })).toEqual([6]);
      expect(await found({ outcome: 'ok' })).toHaveLength(11);
      expect(await found({ coldStart: true })).toEqual([2, 1]);
      expect(await found({ coldStart: false })).toHaveLength(10);
      expect(await found({ minDurationMs: 10 })).toHaveLength(3);
      expect(await found({ traceId: traceId(4) })).toEqual([4]);
      expect(await found({ traceId: 'no id' })).toEqual([]);
      expect(await found({ q: 'GAM' })).toHaveLength(4);
      expect(await found({ q: 'payment' })).toEqual([6]);
      expect(await found({ q: 'declined 100%' })).toEqual([6]);
      expect(await found({ q: traceId(7) })).toEqual([7]);
      expect(await found({ q: `request-${traceId(8)}-${spanId(8)}` })).toEqual([8]);
      expect(await found({ q: '%' })).toEqual([6]);
      expect(await found({ q: "' OR 1=1 --" })).toEqual([]);
      expect(
        await found({ functionId, coldStart: true, environment: '', q: 'beta', minDurationMs: 1 }),
      ).toEqual([2]);
    }));

  test('traces are found by root name, id, function, environment and errors', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const { reader, writer } = store;
      const found = async (query: Partial<Parameters<typeof reader.traces>[0]>) =>
        (await reader.traces({ ...LIST, ...query })).items.length;
      const functionId = (await reader.functions({ ...LIST, search: 'alpha' })).items[0]?.function.id ?? '';
      expect(await found({ functionId })).toBe(4);
      expect(await found({ environment: 'staging' })).toBe(4);
      expect(await found({ errorsOnly: true })).toBe(1);
      expect(await found({ q: 'RUN alp' })).toBe(4);
      expect(await found({ q: traceId(3) })).toBe(1);
      expect(await found({ q: '_' })).toBe(0);

      // A caller without an environment starts before the function.
      const client = { attributes: { 'service.name': 'laptop' } };
      const startNs = T0_NS - MS / 2n + MS;
      await writer.write(
        batch([
          span({ traceId: traceId(50), spanId: spanId(50), resource: client, scope: HTTP_SCOPE, startNs }),
          invocation({
            traceId: traceId(50),
            spanId: spanId(51),
            parentSpanId: spanId(50),
            startNs: startNs + 1n,
            resource: lambda('gamma', { 'deployment.environment.name': 'staging' }),
          }),
        ]),
      );
      expect(await found({ environment: 'staging' })).toBe(5);
      expect(await found({ environment: '' })).toBe(9);
    }));

  test('traces are narrowed by whole root name, duration, cost and the lack of errors', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const found = async (query: Partial<Parameters<typeof store.reader.traces>[0]>) =>
        (await store.reader.traces({ ...LIST, ...query })).items;
      expect(await found({ rootName: 'run alpha' })).toHaveLength(4);
      expect(await found({ rootName: 'run' })).toEqual([]);
      expect(await found({ withoutErrors: true })).toHaveLength(11);
      expect(await found({ withoutErrors: true, errorsOnly: true })).toEqual([]);
      const durations = (rows: Awaited<ReturnType<typeof found>>) =>
        rows.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
      expect(durations(await found({ minDurationMs: 4, maxDurationMs: 7 }))).toEqual([4, 5, 6]);
      const costs = (await found({})).flatMap(({ cost }) => cost ?? []);
      for (const minCost of [0n, ...costs, 10n ** 18n]) {
        const as = (await found({ minCost })).map(({ cost }) => cost);
        expect(as).toEqual(costs.filter((cost) => cost >= minCost));
      }
    }));

  test('functions without invocations in the range are listed with zeros', () =>
    withStore(open, async (store) => {
      await writeTwelve(store);
      const range = { fromMs: T0_MS + 86_400_000, toMs: T0_MS + 2 * 86_400_000 };
      const { items } = await store.reader.functions({ range, limit: 10 });
      expect(items.map(({ totals }) => totals.invocations)).toEqual([0, 0, 0]);
      expect(await store.reader.environments()).toEqual(['', 'staging']);
      const { items: staging } = await store.reader.functions({ ...LIST, environment: 'staging' });
      expect(staging).toMatchObject([{ function: { name: 'gamma' }, totals: { invocations: 4 } }]);
    }));
}
