import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import type { TelemetryReader } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  runsOf,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
  withStore,
} from './fixtures';

const MINUTE = 60_000n * MS;

export function dependenciesContract(open: OpenEmptyStore): void {
  const root = invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + 100n * MS });
  const call = (id: number, host: string, ms: number, set: Partial<Span> = {}) =>
    span({
      traceId: traceId(1),
      spanId: spanId(id),
      parentSpanId: spanId(1),
      kind: 'client',
      attributes: { 'server.address': host },
      endNs: (set.startNs ?? T0_NS) + BigInt(ms) * MS,
      ...set,
    });
  const list = (reader: TelemetryReader, set: object = {}) =>
    reader.dependencies({ range: DAY, limit: 1000, ...set });
  const asked = async (reader: TelemetryReader, set: object = {}) => (await list(reader, set)).items;

  test('calls, errors and durations are counted for each function and dependency, most calls first', () =>
    withStore(open, async ({ writer, reader }) => {
      const table = { 'db.system.name': 'postgresql', 'server.address': 'db' };
      const calls = [10, 20, 30].map((ms, index) => call(2 + index, 'a.example.com', ms));
      const failed = call(9, '', 50, { status: 'error', kind: 'producer', attributes: table });
      await writer.write(batch([root, ...calls, failed]));
      const near = (ms: number) => expect.closeTo(ms, -Math.log10(ms * 0.02));
      const functionId = (await reader.functions({ range: DAY, limit: 1 })).items[0]?.function.id;
      expect(await asked(reader)).toMatchObject([
        {
          functionId,
          dependency: 'a.example.com',
          kind: 'http',
          calls: 3,
          errors: 0,
          durationMs: { p50: near(20), p95: near(30), p99: near(30) },
          waited: { invocations: 1 },
        },
        { dependency: 'postgresql db', kind: 'database', calls: 1, errors: 1, durationMs: { p95: near(50) } },
      ]);
      const only = await asked(reader, { dependency: 'a.example.com' });
      expect(only.map(({ dependency, calls: count }) => [dependency, count])).toEqual([['a.example.com', 3]]);
      expect(await asked(reader, { dependency: '' })).toEqual([]);
      const found = async (set: object) =>
        (await reader.invocations({ range: DAY, limit: 10, ...set })).items.map((one) => one.spanId);
      expect(await found({ called: 'a.example.com' })).toEqual([root.spanId]);
      expect(await found({ failedCall: 'a.example.com' })).toEqual([]);
      expect(await found({ called: 'postgresql db', failedCall: 'postgresql db' })).toEqual([root.spanId]);
      expect(await found({ called: 'b.example.com' })).toEqual([]);
      const [dear] = (await reader.costs({ range: DAY, groupBy: { by: 'dependency' }, limit: 1 })).groups;
      const same = (await asked(reader)).find(({ dependency }) => dependency === dear?.key);
      expect(same?.waited).toMatchObject({ durationMs: dear?.waitedMs, cost: dear?.cost });
    }));

  test('totals are of all calls that the list is about, also of those that its limit leaves out', () =>
    withStore(open, async ({ writer, reader }) => {
      const calls = Array.from({ length: 100 }, (_, index) =>
        call(2 + index, `${index % 2}.example.com`, 1 + index, { status: index === 7 ? 'error' : 'unset' }),
      );
      await writer.write(batch([root, ...calls]));
      const near = (ms: number) => expect.closeTo(ms, -Math.log10(ms * 0.02));
      const all = { calls: 100, errors: 1, durationMs: { p50: near(50), p95: near(95), p99: near(99) } };
      for (const limit of [1, 10]) expect((await list(reader, { limit })).totals).toEqual(all);
      const { items, totals } = await list(reader, { dependency: '1.example.com' });
      expect(items).toMatchObject([totals]);
      expect(totals).toMatchObject({ calls: 50, errors: 1, durationMs: { p50: near(50) } });
      const none = { calls: 0, errors: 0, durationMs: null };
      expect(await list(reader, { dependency: 'none' })).toEqual({ items: [], totals: none });
    }));

  test('a call is counted by its outermost span, and not for what another invocation called', () =>
    withStore(open, async ({ writer, reader }) => {
      const inner = call(3, 'inner.example.com', 10, { parentSpanId: spanId(2) });
      const step = span({ traceId: traceId(1), spanId: spanId(4), parentSpanId: spanId(1) });
      const below = call(5, 'deep.example.com', 10, { parentSpanId: spanId(4) });
      const resource = lambda('billing');
      const other = invocation({
        traceId: traceId(1),
        spanId: spanId(6),
        parentSpanId: spanId(2),
        endNs: T0_NS + 5n * MS,
        resource,
      });
      const theirs = call(7, 'theirs.example.com', 1, { parentSpanId: spanId(6), resource });
      const lost = call(8, 'lost.example.com', 1, { parentSpanId: spanId(99) });
      await writer.write(
        batch([root, call(2, 'a.example.com', 90), inner, step, below, other, theirs, lost]),
      );
      const found = await asked(reader);
      expect(found.map(({ dependency, calls }) => [dependency, calls])).toEqual([
        ['a.example.com', 1],
        ['deep.example.com', 1],
        ['theirs.example.com', 1],
      ]);
      expect(new Set(found.map(({ functionId }) => functionId)).size).toBe(2);
    }));

  test('calls wait for their invocation, count in its minute, and follow what corrects them', () =>
    withStore(open, async ({ writer, reader }) => {
      const late = { ...root, startNs: T0_NS + 59n * MINUTE, endNs: T0_NS + 62n * MINUTE };
      const made = call(2, 'a.example.com', 500, { startNs: T0_NS + 61n * MINUTE });
      await writer.write(batch([made]));
      expect(await asked(reader)).toEqual([]);
      const minute = { fromMs: T0_MS + 59 * 60_000, toMs: T0_MS + 60 * 60_000 };
      for (const _ of [1, 2]) {
        await writer.write(batch([late]));
        expect(await asked(reader, { range: minute })).toMatchObject([{ calls: 1, errors: 0 }]);
        expect(await asked(reader)).toMatchObject([{ calls: 1, errors: 0 }]);
      }
      const corrected = call(2, 'b.example.com', 600, { startNs: made.startNs, status: 'error' });
      await writer.write(batch([corrected]));
      await writer.write(batch([made]));
      expect(await asked(reader)).toMatchObject([{ dependency: 'b.example.com', calls: 1, errors: 1 }]);
    }));

  test('dependencies are those of a function or an environment, and of a bounded number of names', () =>
    withStore(open, async ({ writer, reader }) => {
      const staging = lambda('orders', { 'deployment.environment.name': 'staging' });
      const elsewhere = { traceId: traceId(2), resource: staging };
      await writer.write(batch([{ ...root, ...elsewhere }, call(2, 'staging.example.com', 1, elsewhere)]));
      const hosts = Array.from({ length: 110 }, (_, index) => call(10 + index, `${index}.example.com`, 1));
      await writer.write(batch([root, ...hosts]));
      expect(await asked(reader, { environment: 'staging' })).toMatchObject([
        { dependency: 'staging.example.com' },
      ]);
      const own = await asked(reader, { environment: '' });
      // An engine without a list of their names may keep all of them separate.
      if (own.length < 110) {
        expect(own).toHaveLength(101);
        expect(own[0]).toMatchObject({ dependency: '', kind: 'other', calls: 10 });
      }
      expect(await asked(reader, { functionId: own[0]?.functionId, limit: 3 })).toEqual(own.slice(0, 3));
      expect(await asked(reader, { functionId: 'f'.repeat(16) })).toEqual([]);
      await expect(asked(reader, { limit: 0 })).rejects.toMatchObject({ code: 'invalid_input' });
    }));

  test('counters say what the spans say, whatever came in pieces, twice or late', async () => {
    const batches = fc
      .array(anyTrace, { minLength: 1, maxLength: 10 })
      .map((traces) => traces.flat())
      .chain((spans) => fc.shuffledSubarray(spans, { minLength: spans.length }))
      .chain((spans) => fc.array(fc.subarray(spans), { maxLength: 2 }).map((again) => [spans, ...again]));
    await fc.assert(
      fc.asyncProperty(batches, async (written) => {
        const { writer, reader, dispose } = await open(testPrice);
        try {
          for (const spans of written) {
            const middle = Math.floor(spans.length / 2);
            await writer.write(batch(spans.slice(0, middle)));
            await writer.write(batch(spans.slice(middle)));
          }
          const counted = (await asked(reader)).map(
            ({ functionId, dependency, calls, errors }) => `${functionId} ${dependency} ${calls} ${errors}`,
          );
          expect(counted.sort()).toEqual(await countedBySpans(reader));
        } finally {
          await dispose();
        }
      }),
      runsOf(open, 40),
    );
  }, 120_000);
}

/** An invocation with its calls; ids come from a small set, so that batches repeat, correct and extend one another. */
const anyTrace = fc
  .record({
    trace: fc.integer({ min: 1, max: 6 }),
    name: fc.constantFrom('orders', 'billing'),
    startMinute: fc.integer({ min: 0, max: 1439 }),
    calls: fc.array(
      fc.record({
        id: fc.integer({ min: 2, max: 5 }),
        host: fc.constantFrom('a.example.com', 'b.example.com', ''),
        ms: fc.nat({ max: 2000 }),
        failed: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ trace, name, startMinute, calls }): Span[] => {
    const startNs = T0_NS + BigInt(startMinute) * MINUTE;
    const shared = { traceId: traceId(trace), startNs, resource: lambda(name) };
    return [
      invocation({ ...shared, spanId: spanId(1), endNs: startNs + 100n * MS }),
      ...calls.map(({ id, host, ms, failed }) =>
        span({
          ...shared,
          spanId: spanId(id),
          parentSpanId: spanId(1),
          kind: 'client',
          endNs: startNs + BigInt(ms) * MS,
          status: failed ? 'error' : 'unset',
          attributes: host === '' ? {} : { 'server.address': host },
        }),
      ),
    ];
  });

/** Counted by a plain loop over the stored spans. */
async function countedBySpans(reader: TelemetryReader): Promise<readonly string[]> {
  const counts = new Map<string, { calls: number; errors: number }>();
  const { items } = await reader.invocations({ range: DAY, limit: 1000 });
  for (const row of items) {
    const spans = await reader.spans(row.traceId, 100);
    const own = spans.find(({ spanId: id }) => id === row.spanId);
    for (const one of spans) {
      if (one.parentSpanId !== row.spanId || one.kind !== 'client') continue;
      if (JSON.stringify(one.resource) !== JSON.stringify(own?.resource)) continue;
      const key = `${row.functionId} ${one.attributes['server.address'] ?? ''}`;
      const known = counts.get(key) ?? { calls: 0, errors: 0 };
      known.calls += 1;
      known.errors += one.status === 'error' ? 1 : 0;
      counts.set(key, known);
    }
  }
  return Array.from(counts, ([key, { calls, errors }]) => `${key} ${calls} ${errors}`).sort();
}
