import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetricPoint } from '../../model/telemetry';
import type { OpenStore } from './fixtures';
import { batch, DAY, lambda, type OpenEmptyStore, runsOf, T0_MS, withStore } from './fixtures';
import { cloudWatch, point } from './instance-pieces';
import { reportLine, requestId, run } from './platform-pieces';

const MINUTE = 60_000;

const write = ({ writer }: OpenStore, metrics: readonly MetricPoint[]) =>
  writer.write({ spans: [], logs: [], metrics });
const counter = (fromMs: number, toMs: number, sum: number, metric = 'faas.invocations') =>
  point(metric, 'paid', [fromMs, toMs], sum, { kind: 'sum' });

/** Readings of two counters, each at its own times. */
const READINGS = [
  ...[
    [30, 1],
    [59, 2],
    [61, 2],
    [70, 5],
    // A lower reading, which a counter should not have.
    [130, 3],
    [150, 5],
    [200, 9],
    [4000, 10],
  ].map(([second = 0, sum = 0]) => counter(0, second * 1000, sum)),
  ...[
    [50, 3],
    [130, 4],
  ].map(([second = 0, sum = 0]) => counter(1, second * 1000, sum)),
];

export function platformCountsContract(open: OpenEmptyStore): void {
  test('throttles that a platform counts are in totals, series and functions, and are no invocations', async () => {
    await withStore(open, async (store) => {
      const { reader } = store;
      await store.writer.write(batch([run(1, requestId(1), 1000, 100)]));
      expect((await reader.totals({ range: DAY })).throttles).toBeNull();
      await write(store, [cloudWatch('Throttles', 'paid', 0, 0)]);
      expect((await reader.totals({ range: DAY })).throttles).toBe(0);
      await write(store, [cloudWatch('Throttles', 'paid', 2, 4), cloudWatch('Throttles', 'paid', 2, 4)]);
      await write(store, [cloudWatch('Throttles', 'paid', 2, 3), cloudWatch('Errors', 'paid', 2, 9)]);
      expect(await reader.totals({ range: DAY })).toMatchObject({
        throttles: 4,
        invocations: 1,
        errors: 0,
        coverage: null,
      });
      const range = { fromMs: T0_MS, toMs: T0_MS + 4 * MINUTE };
      const series = await reader.series({ range, stepMs: MINUTE });
      expect(series.map(({ throttles }) => throttles)).toEqual([0, null, 4, null]);
      const { items } = await reader.functions({ range: DAY, limit: 10 });
      expect(items).toMatchObject([{ function: { name: 'paid' }, totals: { throttles: 4 } }]);
      const [one] = items;
      const functionId = one?.function.id ?? '';
      expect((await reader.totals({ range: DAY, functionId })).throttles).toBe(4);
      expect((await reader.totals({ range: DAY, environment: 'other' })).throttles).toBeNull();
    });
  });

  test('executions that are counted say what is missing, never added to those reported', async () => {
    await withStore(open, async (store) => {
      const { reader } = store;
      const spans = [1, 2, 3].map((number) => run(number, requestId(number), number * 1000, 100));
      await store.writer.write(batch(spans, [reportLine(requestId(1), 1101, 100)]));
      expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 1, received: 1 });
      await write(store, [cloudWatch('Invocations', 'paid', 0, 5)]);
      expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 5, received: 3 });
      // Also counted by the functions' own extension: another view of the same executions.
      await write(store, [
        counter(0, 9000, 2),
        counter(0, 9000, 1, 'faas.errors'),
        counter(0, 9000, 1, 'faas.timeouts'),
      ]);
      expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 5, received: 3 });
      await write(store, [counter(0, 59_000, 5)]);
      expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 7, received: 3 });
      const { items } = await reader.functions({ range: DAY, limit: 10 });
      expect(items[0]?.totals.coverage).toEqual({ expected: 7, received: 3 });
      // Another function's executions do not fill the gap.
      await write(store, [cloudWatch('Invocations', 'dark', 0, 4)]);
      expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 11, received: 3 });
    });
  });

  test('invocations that a process numbers say which of them never came, whatever the order and the repeats', async () => {
    const numbered = (number: number, sequence: number, instance: string, name = 'paid') =>
      run(number, requestId(number), number * 1000, 100, {
        resource: lambda(name),
        attributes: { 'faaslens.instance': instance, 'faaslens.sequence': sequence },
      });
    // The first process misses two at its start and one later, the second misses one; the third is of another function.
    const spans = [
      numbered(3, 3, 'first'),
      numbered(4, 4, 'first'),
      numbered(130, 6, 'first'),
      numbered(5, 2, 'second'),
      numbered(6, 1, 'third', 'whole'),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...spans, ...spans], { minLength: 10 }), async (sent) => {
        await withStore(open, async ({ writer, reader }) => {
          for (const span of sent) await writer.write(batch([span]));
          expect((await reader.totals({ range: DAY })).coverage).toEqual({ expected: 9, received: 5 });
          const { items } = await reader.functions({ range: DAY, limit: 10 });
          const coverages = items.map((item) => [item.function.name, item.totals.coverage]);
          expect(Object.fromEntries(coverages)).toEqual({
            paid: { expected: 8, received: 4 },
            whole: { expected: 1, received: 1 },
          });
          const range = { fromMs: T0_MS, toMs: T0_MS + 3 * MINUTE };
          const series = await reader.series({ range, stepMs: MINUTE });
          expect(series.map(({ coverage }) => coverage)).toEqual([
            { expected: 7, received: 4 },
            null,
            { expected: 2, received: 1 },
          ]);
        });
      }),
      runsOf(open, 8),
    );
  });

  test('a number that is none counts nothing', async () => {
    await withStore(open, async ({ writer, reader }) => {
      const odd = [0, -1, 1.5, Number.NaN, 2 ** 60, 'x'].map((sequence, index) =>
        run(index + 1, requestId(index + 1), 1000, 100, {
          attributes: { 'faaslens.instance': 'a', 'faaslens.sequence': sequence },
        }),
      );
      await writer.write(batch(odd));
      expect((await reader.totals({ range: DAY })).coverage).toBeNull();
    });
  });

  test('fewer counted than reported change nothing', async () => {
    await withStore(open, async (store) => {
      const numbers = [1, 2, 3];
      const spans = numbers.map((number) => run(number, requestId(number), number * 1000, 100));
      const logs = numbers.map((number) => reportLine(requestId(number), number * 1000 + 101, 100));
      await store.writer.write(batch(spans, logs));
      await write(store, [cloudWatch('Invocations', 'paid', 0, 2)]);
      expect((await store.reader.totals({ range: DAY })).coverage).toEqual({ expected: 3, received: 3 });
    });
  });

  test('counts that came before any span are of the function as soon as it is known', async () => {
    const environment = { 'deployment.environment.name': 'production' };
    await withStore(open, async (store) => {
      await write(store, [cloudWatch('Invocations', 'paid', 0, 2), cloudWatch('Throttles', 'paid', 0, 1)]);
      expect((await store.reader.totals({ range: DAY })).coverage).toEqual({ expected: 2, received: 0 });
      await store.writer.write(
        batch([run(1, requestId(1), 1000, 100, { resource: lambda('paid', environment) })]),
      );
      const query = { range: DAY, environment: 'production' };
      expect(await store.reader.totals(query)).toMatchObject({
        throttles: 1,
        coverage: { expected: 2, received: 1 },
      });
    });
  });

  test('a counter counts what it rose by, whatever is read of it, how often and in which order', async () => {
    const deliveries = fc.tuple(
      fc.shuffledSubarray(READINGS, { minLength: READINGS.length }),
      fc.subarray(READINGS),
      fc.integer({ min: 1, max: 9 }),
    );
    await fc.assert(
      fc.asyncProperty(deliveries, async ([all, again, size]) => {
        await withStore(open, async (store) => {
          const sent = [...all, ...again];
          for (let from = 0; from < sent.length; from += size)
            await write(store, sent.slice(from, from + size));
          const range = { fromMs: T0_MS, toMs: T0_MS + 4 * MINUTE };
          const series = await store.reader.series({ range, stepMs: MINUTE });
          expect(series.map(({ coverage }) => coverage?.expected ?? 0)).toEqual([5, 3, 1, 4]);
          expect((await store.reader.totals({ range: DAY })).coverage?.expected).toBe(14);
        });
      }),
      runsOf(open, 15),
    );
  }, 60_000);
}
