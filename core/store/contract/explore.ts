import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BREAKDOWN_FIELDS, type BreakdownField } from '../../model/explore/breakdown-fields';
import type { Span } from '../../model/telemetry';
import type { InvocationFilter, TelemetryReader } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  runsOf,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
  withStore,
} from './fixtures';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MB = 1_048_576;

interface Given {
  readonly no: number;
  readonly minute: number;
  readonly durationUs: number;
  readonly name?: string;
  readonly version?: string | null;
  readonly memoryMb?: number | null;
  readonly usedMb?: number | null;
  readonly error?: string | null;
  readonly cold?: boolean | null;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

function given({ no, minute, durationUs, name = 'orders', ...set }: Given): Span {
  const startNs = T0_NS + BigInt(minute) * 60_000n * MS + BigInt(no);
  const { version = null, memoryMb = null, usedMb = null, error = null, cold = null } = set;
  return invocation({
    traceId: traceId(no),
    spanId: spanId(no),
    startNs,
    endNs: startNs + BigInt(durationUs) * 1000n,
    status: error === null ? 'unset' : 'error',
    attributes: {
      'error.type': error,
      'faas.coldstart': cold,
      'faaslens.max_memory_used_mb': usedMb,
      ...set.attributes,
    },
    resource: lambda(name, {
      'faas.version': version,
      'faas.max_memory': memoryMb === null ? null : memoryMb * MB,
    }),
  });
}

/** Ids come from a small set, so that batches repeat and correct one another. */
const anyGiven = fc.record({
  no: fc.integer({ min: 1, max: 25 }),
  minute: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1439 })),
  durationUs: fc.oneof(fc.constantFrom(0, 1, 1000), fc.integer({ min: 1, max: 90_000_000 })),
  name: fc.constantFrom('orders', 'billing'),
  version: fc.constantFrom(null, 'v1', 'v2'),
  memoryMb: fc.constantFrom(null, 256, 512),
  error: fc.constantFrom(null, 'TypeError', 'timeout'),
  cold: fc.constantFrom(null, true, false),
});

async function countOf(reader: TelemetryReader, filter: InvocationFilter): Promise<number> {
  return (await reader.invocations({ ...filter, limit: 1000 })).items.length;
}

/** The filter that finds the invocations of a group. */
function narrowed(
  filter: InvocationFilter,
  field: BreakdownField,
  value: string | null,
): InvocationFilter | null {
  if (field === 'function') return { ...filter, functionId: value ?? '' };
  if (field === 'memoryMb') return { ...filter, memoryMb: Number(value ?? 0) };
  if (field === 'coldStart') return value === null ? null : { ...filter, coldStart: value === 'true' };
  return { ...filter, [field]: value ?? '' };
}

async function expectHeatmap(reader: TelemetryReader, range: InvocationFilter['range']): Promise<void> {
  const heatmap = await reader.heatmap({ range, stepMs: HOUR });
  expect(heatmap.bands.length).toBeLessThanOrEqual(48);
  const ends = heatmap.bands.map(({ toMs }) => toMs).slice(0, -1);
  expect(heatmap.bands.slice(1).map(({ fromMs }) => fromMs)).toEqual(ends);
  for (const { step, band, count } of heatmap.cells) {
    const { fromMs = 0, toMs = 0 } = heatmap.bands[band] ?? {};
    const at = heatmap.steps[step] ?? 0;
    const inStep = { fromMs: Math.max(at, range.fromMs), toMs: Math.min(at + HOUR, range.toMs) };
    expect(await countOf(reader, { range: inStep, minDurationMs: fromMs, maxDurationMs: toMs })).toBe(count);
  }
  const sum = heatmap.cells.reduce((all, { count }) => all + count, 0);
  expect(sum).toBe((await reader.totals({ range })).invocations);
}

export function exploreContract(open: OpenEmptyStore): void {
  test('cells, variants, groups and series are exactly the invocations that they lead to', async () => {
    const batches = fc.array(fc.array(anyGiven, { maxLength: 20 }), { minLength: 1, maxLength: 4 });
    const ranges = fc.record({ from: fc.nat({ max: 1000 }), length: fc.integer({ min: 1, max: 1440 }) });
    await fc.assert(
      fc.asyncProperty(batches, ranges, async (written, { from, length }) => {
        const { writer, reader, dispose } = await open(testPrice);
        try {
          for (const spans of written) await writer.write(batch(spans.map(given)));
          const range = { fromMs: T0_MS + from * MINUTE, toMs: T0_MS + (from + length) * MINUTE };
          await expectHeatmap(reader, range);
          const { items: functions } = await reader.functions({ range, limit: 10 });
          const functionIds = functions.map(({ function: { id } }) => id);
          const series = await reader.functionSeries({ range, stepMs: HOUR, functionIds });
          for (const { function: one, totals } of functions) {
            const variants = await reader.variants({ functionId: one.id, range });
            const sum = (of: (one: (typeof variants)[number]) => number) =>
              variants.reduce((all, variant) => all + of(variant), 0);
            expect(sum((variant) => variant.totals.invocations)).toBe(totals.invocations);
            expect(sum((variant) => variant.totals.coldStarts)).toBe(totals.coldStarts);
            for (const { version, memoryMb, totals: ofVariant } of variants) {
              const filter = { range, functionId: one.id, version: version ?? '', memoryMb: memoryMb ?? 0 };
              const { items } = await reader.invocations({ ...filter, limit: 1000 });
              expect(ofVariant.invocations).toBe(items.length);
              expect(ofVariant.durationMs.max ?? 0).toBe(
                Math.max(0, ...items.map(({ durationMs }) => durationMs)),
              );
            }
            const counts = series.find(({ functionId }) => functionId === one.id);
            expect((counts?.invocations ?? []).reduce((all, count) => all + count, 0)).toBe(
              totals.invocations,
            );
            expect((counts?.errors ?? []).reduce((all, count) => all + count, 0)).toBe(totals.errors);
          }
          for (const filter of [{ range }, { range, failed: true }, { range, version: 'v2' }]) {
            const groups = await reader.breakdown({ ...filter, fields: BREAKDOWN_FIELDS, limit: 100 });
            expect(groups).toMatchObject({ complete: true, invocations: await countOf(reader, filter) });
            for (const [index, field] of BREAKDOWN_FIELDS.entries()) {
              for (const group of groups.fields[index]?.groups ?? []) {
                const its = narrowed(filter, field, group.value);
                if (its)
                  expect([field, group.value, await countOf(reader, its)]).toEqual([
                    field,
                    group.value,
                    group.invocations,
                  ]);
              }
            }
          }
        } finally {
          await dispose();
        }
      }),
      runsOf(open, 8),
    );
  }, 120_000);

  test('a version is a deployment when its function had another one before', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch([
          given({ no: 1, minute: 1, durationUs: 1, version: 'v1' }),
          given({ no: 2, minute: 30, durationUs: 1, version: 'v2' }),
          given({ no: 3, minute: 20, durationUs: 1, version: 'v2', memoryMb: 256 }),
          given({ no: 4, minute: 50, durationUs: 1, version: 'v1' }),
          given({ no: 5, minute: 5, durationUs: 1, name: 'billing', version: 'v9' }),
        ]),
      );
      expect(await reader.deployments({ range: DAY, limit: 10 })).toMatchObject([
        { functionName: 'orders', version: 'v2', at: T0_MS + 20 * MINUTE },
      ]);
      const later = { fromMs: T0_MS + 21 * MINUTE, toMs: DAY.toMs };
      expect(await reader.deployments({ range: later, limit: 10 })).toEqual([]);
    }));

  test('beyond 200 variants of a function all are one, which counts what is left', () =>
    withStore(open, async ({ writer, reader }) => {
      const spans = Array.from({ length: 230 }, (_, no) =>
        given({ no: no + 1, minute: no, durationUs: 1000, version: `v${no}` }),
      );
      await writer.write(batch(spans));
      const functionId = (await reader.functions({ range: DAY, limit: 1 })).items[0]?.function.id ?? '';
      const variants = await reader.variants({ functionId, range: DAY });
      expect(variants.filter(({ isOthers }) => isOthers)).toMatchObject([{ totals: { invocations: 30 } }]);
      expect(variants).toHaveLength(201);
    }));

  test('shares of memory used are told as far as they are known, and follow corrections', () =>
    withStore(open, async ({ writer, reader }) => {
      const before = given({ no: 1, minute: 0, durationUs: 1, memoryMb: 512, usedMb: 500 });
      const after = { ...before, endNs: before.endNs + MS };
      await writer.write(batch([before, given({ no: 2, minute: 1, durationUs: 1, memoryMb: 512 })]));
      expect((await reader.totals({ range: DAY })).memoryShare.max).toBeCloseTo(500 / 512, 1);
      await writer.write(
        batch([{ ...after, attributes: { ...after.attributes, 'faaslens.max_memory_used_mb': 128 } }]),
      );
      const { memoryShare } = await reader.totals({ range: DAY });
      expect(Math.abs((memoryShare.max ?? 0) - 0.25)).toBeLessThan(0.0026);
      expect(memoryShare.p50).toBe(memoryShare.max);
      const nothing = { fromMs: T0_MS + MINUTE, toMs: T0_MS + 2 * MINUTE };
      expect((await reader.totals({ range: nothing })).memoryShare).toEqual({ p50: null, max: null });
    }));

  test('a cold start is busy while another invocation of its version runs', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch([
          given({ no: 1, minute: 0, durationUs: 5 * 60_000_000, version: 'v1', cold: true }),
          given({ no: 2, minute: 3, durationUs: 1, version: 'v1', cold: true }),
          given({ no: 3, minute: 4, durationUs: 1, version: 'v2', cold: true }),
          given({ no: 4, minute: 6, durationUs: 1, version: 'v1', cold: true }),
        ]),
      );
      const functionId = (await reader.functions({ range: DAY, limit: 1 })).items[0]?.function.id ?? '';
      const starts = await reader.coldStarts({ functionId, range: DAY, limit: 10 });
      expect(starts.map(({ spanId: id, isBusy }) => [id, isBusy])).toEqual([
        [spanId(4), false],
        [spanId(3), false],
        [spanId(2), true],
        [spanId(1), false],
      ]);
    }));

  test('what the selected ones have in common is counted beside the rest', () =>
    withStore(open, async ({ writer, reader }) => {
      const spans = Array.from({ length: 40 }, (_, no) => {
        const isSlow = no % 4 === 0;
        return given({
          no: no + 1,
          minute: no * 10,
          durationUs: isSlow ? 900_000 : 1000,
          version: isSlow ? 'v2' : 'v1',
          attributes: { 'tenant.id': isSlow ? 'acme' : `t${no % 3}`, attempt: isSlow ? 7 : 1 },
        });
      });
      await writer.write(batch(spans));
      const counts = await reader.differences({
        selected: { range: DAY, minDurationMs: 500 },
        among: { range: DAY },
      });
      expect(counts.selected).toEqual({ invocations: 10, spans: 10 });
      expect(counts.rest).toEqual({ invocations: 30, spans: 30 });
      const valuesOf = (key: string) => counts.keys.find((one) => one.key === key)?.values;
      expect(valuesOf('tenant.id')).toContainEqual({ value: 'acme', selected: 10, rest: 0 });
      expect(valuesOf('attempt')).toEqual(
        expect.arrayContaining([
          { value: '7', selected: 10, rest: 0 },
          { value: '1', selected: 0, rest: 30 },
        ]),
      );
      expect(valuesOf('version')).toContainEqual({ value: 'v2', selected: 10, rest: 0 });
      const few = await reader.differences({
        selected: { range: DAY, minDurationMs: 500 },
        among: { range: DAY },
        sample: 5,
      });
      expect([few.selected.invocations, few.rest.invocations]).toEqual([5, 5]);
    }));
}
