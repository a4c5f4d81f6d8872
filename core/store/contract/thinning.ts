import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEEP_WHOLE, type KeepPolicy } from '../../model/keeping/policy';
import type { LogRecord, Span } from '../../model/telemetry';
import { derivedIn } from './everything';
import {
  batch,
  HTTP_SCOPE,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  type OpenStore,
  runsOf,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from './fixtures';
import { tidied } from './tidied';
import { TRICKY_LOGS, TRICKY_SPANS } from './tricky-traces';

const MINUTE = 60_000;
const DAY_MS = 1440 * MINUTE;
const RANGE = { fromMs: T0_MS - DAY_MS, toMs: T0_MS + DAY_MS };
const PAGE = { range: RANGE, limit: 1000 };
/** Every ordinary trace is thinned, except one in a million. */
const THIN: KeepPolicy = { ...KEEP_WHOLE, ordinaryOneIn: 1_000_000, slowMs: 100 };

/** An invocation that calls a database and writes a line; 20 ms long by default. */
function request(number: number, set: Partial<Span> = {}): { spans: Span[]; logs: LogRecord[] } {
  const id = traceId(number);
  const root = invocation({ traceId: id, spanId: spanId(1), endNs: T0_NS + 20n * MS, ...set });
  const call = span({
    traceId: id,
    spanId: spanId(2),
    parentSpanId: root.spanId,
    name: 'SELECT',
    kind: 'client',
    scope: HTTP_SCOPE,
    startNs: T0_NS + 2n * MS,
    endNs: T0_NS + 12n * MS,
    attributes: { 'db.system': 'postgresql', 'server.address': 'db', 'db.query.text': `SELECT ${number}` },
  });
  return {
    spans: [root, call],
    logs: [log({ body: `line ${number}`, traceId: id, spanId: root.spanId, timeNs: T0_NS + MS })],
  };
}

export function thinningContract(open: OpenEmptyStore): void {
  const withClock = async (use: (store: OpenStore, clock: { ms: number }) => Promise<void>) => {
    const clock = { ms: T0_MS + 1000 };
    const store = await open(testPrice, () => clock.ms);
    try {
      await use(store, clock);
    } finally {
      await store.dispose();
    }
  };
  const send = (store: OpenStore, ...requests: ReturnType<typeof request>[]) =>
    store.writer.write(
      batch(
        requests.flatMap(({ spans }) => spans),
        requests.flatMap(({ logs }) => logs),
      ),
    );
  const bodies = async ({ reader }: OpenStore) =>
    (await reader.logs(PAGE)).items.map(({ body }) => body).sort();
  const thinned = async ({ reader }: OpenStore, number: number) =>
    (await reader.trace(traceId(number), 10))?.spans.map(({ isThinned }) => isThinned);

  test('of ordinary traces the shape stays, of others everything; no figure changes', () =>
    withClock(async (store, clock) => {
      const failed = request(1, { status: 'error', statusMessage: 'no stock' });
      const cold = request(2, { attributes: { 'faas.coldstart': true } });
      const slow = request(3, { endNs: T0_NS + 101n * MS });
      const warned = request(4);
      warned.logs.push(log({ body: 'it broke', severity: 17, traceId: traceId(4), timeNs: T0_NS + MS }));
      await send(store, request(0), failed, cold, slow, warned, request(5));
      const before = await derivedIn(store.reader);
      store.writer.keep(THIN);
      clock.ms = T0_MS + 14 * MINUTE;
      await tidied(store);
      expect(await thinned(store, 0)).toEqual([false, false]);

      clock.ms = T0_MS + 16 * MINUTE;
      await tidied(store);
      expect(await thinned(store, 0)).toEqual([false, true]);
      for (const number of [1, 2, 3, 4])
        expect([number, await thinned(store, number)]).toEqual([number, [false, false]]);
      expect(await derivedIn(store.reader)).toEqual(before);
      expect(await bodies(store)).toEqual(['it broke', 'line 1', 'line 2', 'line 3', 'line 4']);
      const call = await store.reader.span(traceId(5), spanId(2));
      expect(call?.name).toBe('SELECT');
      expect(JSON.stringify(call?.attributes)).not.toContain('SELECT 5');
      const attribute = { key: 'db.query.text', value: 'SELECT 5' };
      expect((await store.reader.traces({ ...PAGE, attribute })).items).toEqual([]);
      expect((await store.reader.logs({ ...PAGE, q: 'line' })).items).toHaveLength(4);
      expect((await store.reader.span(traceId(5), spanId(1)))?.attributes['faas.trigger']).toBe('http');
    }));

  test('of so many ordinary traces one keeps its details, always the same ones', async () => {
    const kept: string[][] = [];
    for (const parts of [1, 2]) {
      await withClock(async (store, clock) => {
        const requests = Array.from({ length: 60 }, (_, number) => request(number));
        if (parts === 1) await send(store, ...requests);
        else for (let at = 60; at > 0; at -= 6) await send(store, ...requests.slice(at - 6, at).reverse());
        store.writer.keep({ ...THIN, ordinaryOneIn: 4 });
        clock.ms += 20 * MINUTE;
        await tidied(store);
        kept.push(await bodies(store));
      });
    }
    expect(kept[0]).toEqual(kept[1]);
    expect(kept[0]?.length).toBeGreaterThan(5);
    expect(kept[0]?.length).toBeLessThan(30);
  });

  test('slow is what takes longer than 95 % of a function do, unless a time is given', () =>
    withClock(async (store, clock) => {
      const usual = Array.from({ length: 60 }, (_, number) => request(number));
      const slow = [request(60, { endNs: T0_NS + 500n * MS }), request(61, { endNs: T0_NS + 600n * MS })];
      const rare = request(62, { resource: lambda('rare') });
      await send(store, ...usual, ...slow, rare);
      store.writer.keep({ ...THIN, slowMs: null });
      clock.ms += 20 * MINUTE;
      await tidied(store);
      expect(await bodies(store)).toEqual(['line 60', 'line 61', 'line 62']);
    }));

  test('after their days ordinary traces lose their details, and log lines go, but those of errors', () =>
    withClock(async (store, clock) => {
      const failed = request(1, { status: 'error', statusMessage: 'no stock' });
      const loose = [log({ body: 'loose' }), log({ body: 'loose error', severity: 17 })];
      await send(store, request(0), failed, { spans: [], logs: loose });
      store.writer.keep({ ...KEEP_WHOLE, slowMs: 100, ordinaryDays: 7, logDays: 3 });
      clock.ms = T0_MS + 3 * DAY_MS - MINUTE;
      await tidied(store);
      expect(await bodies(store)).toEqual(['line 0', 'line 1', 'loose', 'loose error']);
      clock.ms = T0_MS + 3 * DAY_MS + MINUTE;
      await tidied(store);
      expect(await bodies(store)).toEqual(['line 1', 'loose error']);
      expect(await thinned(store, 0)).toEqual([false, false]);
      clock.ms = T0_MS + 7 * DAY_MS + MINUTE;
      await tidied(store);
      expect(await thinned(store, 0)).toEqual([false, true]);
      expect(await thinned(store, 1)).toEqual([false, false]);
    }));

  test('what comes again after the details went changes nothing, and they go again', () =>
    withClock(async (store, clock) => {
      store.writer.keep(THIN);
      await send(store, request(0));
      clock.ms += 20 * MINUTE;
      await tidied(store);
      const before = await derivedIn(store.reader);
      await send(store, request(0));
      expect(await derivedIn(store.reader)).toEqual(before);
      clock.ms += 20 * MINUTE;
      await tidied(store);
      expect(await derivedIn(store.reader)).toEqual(before);
      expect(await bodies(store)).toEqual([]);
      expect(await thinned(store, 0)).toEqual([false, true]);
    }));

  test('whatever comes before, between and after, every figure is that of a store that keeps all', async () => {
    const pieces = [
      ...TRICKY_SPANS.map((one) => ({ spans: [one], logs: [] })),
      ...TRICKY_LOGS.map((one) => ({ spans: [], logs: [one] })),
      // Separate steps, so that a call may lose its details before its invocation arrives.
      ...[900, 901, 902].flatMap((number) => {
        const { spans, logs } = request(number);
        return [...spans.map((one) => ({ spans: [one], logs: [] })), { spans: [], logs }];
      }),
    ];
    const deliveries = fc.record({
      sent: fc
        .tuple(fc.shuffledSubarray(pieces, { minLength: pieces.length }), fc.subarray(pieces))
        .map(([all, again]) => [...all, ...again]),
      size: fc.integer({ min: open.isSlow ? 4 : 1, max: 12 }),
      thinEvery: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ sent, size, thinEvery }) => {
        const answers: unknown[] = [];
        for (const policy of [KEEP_WHOLE, THIN]) {
          await withClock(async (store, clock) => {
            clock.ms = T0_MS + 30 * DAY_MS;
            store.writer.keep(policy);
            for (let at = 0; at < sent.length; at += size) {
              await send(store, ...sent.slice(at, at + size));
              if ((at / size) % thinEvery === 0) await tidied(store);
            }
            await tidied(store);
            answers.push(await derivedIn(store.reader));
          });
        }
        expect(answers[1]).toEqual(answers[0]);
      }),
      runsOf(open, 8),
    );
  }, 120_000);
}
