import { expect, test } from 'vitest';
import type { MetricPoint, Span } from '../../model/telemetry';
import type { TelemetryReader } from '../store';
import { DAY, lambda, type OpenEmptyStore, type OpenStore, testPrice, withStore } from './fixtures';
import { INSTANCE_LOGS, INSTANCE_METRICS, INSTANCE_SPANS, initSpan, point } from './instance-pieces';
import { line, reportLine, requestId, run } from './platform-pieces';

type Parts = readonly (Span | MetricPoint)[];

const COLD = run(1, requestId(1), 10_000, 100, { attributes: { 'faas.coldstart': true } });
const INIT = initSpan(0xb1, 'paid', 9_990, 400);
const MEMORY = point('faas.mem_usage', 'paid', [9_600, 10_200], 88_000_000);
const INIT_METRIC = point('faas.init_duration', 'paid', [9_600, 10_200], 0.4);

async function write({ writer }: OpenStore, parts: Parts): Promise<void> {
  await writer.write({
    spans: parts.flatMap((part) => ('spanId' in part ? [part] : [])),
    logs: [],
    metrics: parts.flatMap((part) => ('spanId' in part ? [] : [part])),
  });
}

/** Start, init, memory and cold start of each invocation, oldest first; starts are milliseconds after T0. */
async function told(reader: TelemetryReader) {
  const { items } = await reader.invocations({ range: DAY, limit: 100 });
  return items
    .map(({ startTime, initDurationMs, maxMemoryUsedMb, coldStart }) => [
      startTime - DAY.fromMs,
      initDurationMs,
      maxMemoryUsedMb,
      coldStart,
    ])
    .reverse();
}

export function executionsInstancesContract(open: OpenEmptyStore): void {
  const orders: [string, readonly Parts[]][] = [
    ['together', [[COLD, INIT, MEMORY]]],
    ['after the invocation', [[COLD], [INIT], [MEMORY]]],
    ['before the invocation', [[MEMORY], [INIT], [COLD]]],
    ['again and again', [[INIT, INIT], [COLD, MEMORY], [MEMORY, COLD], [INIT]]],
    ['by metrics alone', [[INIT_METRIC], [COLD, { ...INIT_METRIC, timeNs: COLD.endNs }], [MEMORY]]],
  ];
  test.each(orders)('an init and memory that come %s complete the invocation', async (_name, steps) => {
    await withStore(open, async (store) => {
      for (const parts of steps) await write(store, parts);
      expect(await told(store.reader)).toEqual([[10_000, 400, 88, true]]);
      expect(await store.reader.totals({ range: DAY })).toMatchObject({
        invocations: 1,
        coldStarts: 1,
        coverage: null,
      });
      const before = await store.reader.totals({ range: DAY });
      for (const parts of steps) await write(store, parts);
      expect(await store.reader.totals({ range: DAY })).toEqual(before);
    });
  });

  test('an init that came before the store was closed waits for its invocation', async () => {
    const first = await open(testPrice);
    await write(first, [INIT, MEMORY]);
    const again = await first.reopen();
    try {
      await write(again, [COLD]);
      expect(await told(again.reader)).toEqual([[10_000, 400, 88, true]]);
    } finally {
      await again.dispose();
    }
  });

  test('each is about one invocation: by its instance, else by a cold start right after it', async () => {
    await withStore(open, async ({ writer, reader }) => {
      await writer.write({ spans: INSTANCE_SPANS, logs: INSTANCE_LOGS, metrics: INSTANCE_METRICS });
      expect(await told(reader)).toEqual([
        [20_000, 400, 77, true],
        [20_050, null, null, false],
        [20_400, 300, null, true],
        [30_000, 190, null, true],
        [30_200, 110, null, true],
        [30_400, null, 64, null],
        [40_000, null, null, true],
        [40_100, 130, null, true],
        [90_000, null, null, false],
        [90_500, 250, null, true],
        [150_000, 333, 99, true],
      ]);
    });
  });

  test('an earlier invocation that comes later takes the init over', async () => {
    const first = run(2, requestId(2), 9_995, 50, { attributes: { 'faas.coldstart': true } });
    await withStore(open, async (store) => {
      await write(store, [COLD, INIT]);
      await write(store, [first]);
      expect(await told(store.reader)).toEqual([
        [9_995, 400, null, true],
        [10_000, null, null, true],
      ]);
    });
  });

  test('what is said of the instance gives way to the report of the execution, and counts until it comes', async () => {
    const placed = { resource: lambda('paid', { 'faas.instance': 'i1' }) };
    const bare = run(1, requestId(1), 10_000, 100, { ...placed, attributes: { 'faas.coldstart': null } });
    const init = initSpan(0xb1, 'paid', 9_990, 400, placed);
    const report = reportLine(requestId(1), 10_101, 100, 'Init Duration: 410.00 ms\t');
    await withStore(open, async (store) => {
      await write(store, [bare, init]);
      expect(await told(store.reader)).toEqual([[10_000, 400, null, true]]);
      expect((await store.reader.totals({ range: DAY })).coldStarts).toBe(1);
      await store.writer.write({ spans: [], logs: [report] });
      expect(await told(store.reader)).toEqual([[10_000, 410, 99, true]]);
      // What another instance reports does not count.
      const other = initSpan(0xb2, 'paid', 9_980, 900, {
        resource: lambda('paid', { 'faas.instance': 'i2' }),
      });
      await write(store, [other]);
      expect(await told(store.reader)).toEqual([[10_000, 410, 99, true]]);
    });
  });

  test('a cold start that only an init tells of is no word of the invocation itself', async () => {
    const placed = { resource: lambda('paid', { 'faas.instance': 'i1' }) };
    const bare = run(1, requestId(1), 10_000, 100, { ...placed, attributes: { 'faas.coldstart': null } });
    await withStore(open, async (store) => {
      await write(store, [bare, initSpan(0xb1, 'paid', 9_990, 400, placed)]);
      await write(store, [MEMORY]);
      expect(await told(store.reader)).toEqual([[10_000, 400, null, true]]);
    });
  });

  test('an init that its span takes back was none', async () => {
    const corrected = { ...INIT, name: 'work', endNs: INIT.endNs + 1n, attributes: {}, scope: COLD.scope };
    await withStore(open, async (store) => {
      await write(store, [COLD, INIT]);
      await write(store, [corrected]);
      expect(await told(store.reader)).toEqual([[10_000, null, null, true]]);
    });
  });

  test('an init in a line of the platform counts as one in a span', async () => {
    const placed = { resource: lambda('paid', { 'faas.instance': 'i1' }) };
    const failed = 'INIT_REPORT Init Duration: 70.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.X\n';
    await withStore(open, async ({ writer, reader }) => {
      await writer.write({
        spans: [run(1, requestId(1), 10_000, 100, { ...placed, attributes: { 'faas.coldstart': null } })],
        logs: [
          line(9_980, failed, placed),
          line(9_990, 'INIT_REPORT Init Duration: 150.00 ms\tPhase: invoke\n', placed),
        ],
      });
      expect(await told(reader)).toEqual([[10_000, 150, null, true]]);
    });
  });
}
