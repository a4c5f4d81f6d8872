import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import { previousRange } from '../../model/time-range';
import type { FiguresQuery, FunctionsQuery, InvocationRow, TelemetryReader, Totals } from '../store';
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

/** Figures computed from the rows by a plain loop. Percentiles are exact: nearest rank. */
function countRows(rows: readonly InvocationRow[]) {
  const durations = rows.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const rank = (q: number) => durations[Math.max(0, Math.ceil(q * durations.length) - 1)] ?? null;
  const of = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const errors = rows.filter((row) => row.outcome !== 'ok').length;
  const coldStarts = rows.filter((row) => row.coldStart === true).length;
  const sum = durations.reduce((total, one) => total + one, 0);
  return {
    counts: {
      invocations: rows.length,
      errors,
      errorRate: rows.length === 0 ? null : errors / rows.length,
      timeouts: of('timeout'),
      ooms: of('oom'),
      throttles: of('throttled') || null,
      coldStarts,
      coldStartRate: rows.length === 0 ? null : coldStarts / rows.length,
      billedDurationMs: rows.reduce((total, row) => total + (row.billedDurationMs ?? 0), 0),
      cost: rows.reduce((total, row) => total + (row.cost ?? 0n), 0n),
      unpriced: rows.filter((row) => row.cost === null).length,
    },
    avg: rows.length === 0 ? null : sum / rows.length,
    max: durations.at(-1) ?? null,
    percentiles: { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) },
  };
}

function expectFigures(actual: Totals, rows: readonly InvocationRow[]): void {
  const { counts, avg, max, percentiles } = countRows(rows);
  expect(actual).toMatchObject(counts);
  expect(actual.durationMs.max).toBe(max);
  if (avg === null) expect(actual.durationMs.avg).toBeNull();
  else expect(actual.durationMs.avg).toBeCloseTo(avg, 6);
  for (const [name, exact] of Object.entries(percentiles)) {
    const estimate = actual.durationMs[name as keyof typeof percentiles];
    if (exact === null || estimate === null) expect(estimate).toBe(exact);
    else expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 0.01);
  }
}

async function rowsOf(reader: TelemetryReader, query: FiguresQuery): Promise<readonly InvocationRow[]> {
  return (await reader.invocations({ ...query, limit: 5000 })).items;
}

function withoutPercentiles({ durationMs: { avg, max }, initMs, memoryShare, ...rest }: Totals) {
  return { ...rest, durationMs: { avg, max } };
}

/** Invocations over two days; ids come from a small set, so that batches repeat, correct and extend one another. */
const anyInvocation = fc
  .record({
    trace: fc.integer({ min: 1, max: 12 }),
    span: fc.integer({ min: 1, max: 4 }),
    minute: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2879 })),
    durationUs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000_000 })),
    name: fc.constantFrom('orders', 'billing'),
    environment: fc.constantFrom('', 'staging'),
    error: fc.constantFrom(null, 'TypeError', 'timeout', 'Runtime.OutOfMemory'),
    cold: fc.constantFrom(null, true, false),
    memory: fc.constantFrom(undefined, 512 * 1024 * 1024),
  })
  .map((set): Span => {
    const startNs = T0_NS + BigInt(set.minute) * 60_000n * MS + BigInt(set.span);
    return invocation({
      traceId: traceId(set.trace),
      spanId: spanId(set.span),
      startNs,
      endNs: startNs + BigInt(set.durationUs) * 1000n,
      status: set.error === null ? 'unset' : 'error',
      attributes: { 'error.type': set.error, 'faas.coldstart': set.cold },
      resource: lambda(set.name, {
        'deployment.environment.name': set.environment,
        'faas.max_memory': set.memory ?? null,
      }),
    });
  });

export function figuresContract(open: OpenEmptyStore): void {
  test('every counter equals the rows, whatever was repeated, corrected or late', async () => {
    const batches = fc.array(fc.array(anyInvocation, { maxLength: 20 }), { minLength: 1, maxLength: 6 });
    const ranges = fc.record({ from: fc.nat({ max: 2880 }), length: fc.nat({ max: 2880 }) });
    await fc.assert(
      fc.asyncProperty(batches, ranges, async (written, { from, length }) => {
        const { writer, reader, dispose } = await open(testPrice);
        try {
          for (const spans of written) await writer.write(batch(spans));
          const fromMs = T0_MS + from * MINUTE;
          const range = { fromMs, toMs: fromMs + length * MINUTE };
          const { items: functions } = await reader.functions({ range, limit: 10 });
          for (const { function: one, totals } of functions) {
            expectFigures(totals, await rowsOf(reader, { range, functionId: one.id }));
          }
          for (const asked of [{ range }, { range, environment: 'staging' }, { range, environment: '' }]) {
            expectFigures(await reader.totals(asked), await rowsOf(reader, asked));
          }
          for (const stepMs of [MINUTE * 15, MINUTE * 60, MINUTE * 1440]) {
            const series = await reader.series({ range, stepMs });
            for (const { t, ...totals } of series.filter((point) => point.invocations > 0)) {
              const step = { fromMs: Math.max(t, fromMs), toMs: Math.min(t + stepMs, range.toMs) };
              expectFigures(totals, await rowsOf(reader, { range: step }));
            }
            const sum = series.reduce((total, point) => total + point.invocations, 0);
            expect(sum).toBe((await reader.totals({ range })).invocations);
          }
        } finally {
          await dispose();
        }
      }),
      runsOf(open, 40),
    );
  }, 120_000);

  test('who needs no percentiles, or not what costs went into, is answered the same of all else', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch([1, 2, 3].map((one) => invocation({ traceId: traceId(one), spanId: spanId(one) }))),
      );
      const asked = { range: { fromMs: T0_MS, toMs: T0_MS + 2 * MINUTE }, stepMs: MINUTE, limit: 10 };
      const less = { ...asked, percentiles: false };
      const all = await reader.totals(asked);
      expect(all.invocations).toBe(3);
      expect(all.durationMs.p50).not.toBeNull();
      expect(withoutPercentiles(await reader.totals(less))).toEqual(withoutPercentiles(all));
      expect((await reader.series(less)).map(withoutPercentiles)).toEqual(
        (await reader.series(asked)).map(withoutPercentiles),
      );
      const functions = async (query: FunctionsQuery) =>
        (await reader.functions(query)).items.map(({ totals }) => withoutPercentiles(totals));
      expect(await functions(less)).toEqual(await functions(asked));
      const { costs: _, ...whole } = all;
      expect(await reader.totals({ ...asked, costs: false })).toMatchObject(whole);
    }));

  test('a range is widened to whole minutes', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
      const inTheMinute = { fromMs: T0_MS + 20_000, toMs: T0_MS + 20_001 };
      expect((await reader.totals({ range: inTheMinute })).invocations).toBe(1);
      const nothing = { fromMs: T0_MS + MINUTE, toMs: T0_MS + 2 * MINUTE };
      expect((await reader.totals({ range: nothing })).invocations).toBe(0);
    }));

  test('a series has no gaps, starts at a multiple of the step and counts 0 in empty steps', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch([
          invocation({ traceId: traceId(1), spanId: spanId(1), startNs: T0_NS + 7n * 60_000n * MS }),
          invocation({ traceId: traceId(2), spanId: spanId(1), startNs: T0_NS + 21n * 60_000n * MS }),
        ]),
      );
      const range = { fromMs: T0_MS + 3 * MINUTE, toMs: T0_MS + 22 * MINUTE };
      const series = await reader.series({ range, stepMs: 5 * MINUTE });
      expect(series.map(({ t, invocations }) => [(t - T0_MS) / MINUTE, invocations])).toEqual([
        [0, 0],
        [5, 1],
        [10, 0],
        [15, 0],
        [20, 1],
      ]);
      expect(series[2]).toMatchObject({ errorRate: null, durationMs: { avg: null }, cost: 0n });
      // What a screen asks for: a range, the period before, its series, and ranges that overlap them.
      const cut = { fromMs: T0_MS, toMs: T0_MS + 8 * MINUTE };
      const questions = [
        () => reader.totals({ range }),
        () => reader.totals({ range: previousRange(range), costs: false }),
        () => reader.series({ range, stepMs: 5 * MINUTE }),
        () => reader.totals({ range: cut }),
        () => reader.totals({ range: cut, environment: 'nowhere' }),
      ];
      const inTurn: unknown[] = [];
      for (const ask of questions) inTurn.push(await ask());
      expect(await Promise.all(questions.map((ask) => ask()))).toEqual(inTurn);
    }));

  test('a step that is no whole number of minutes, or far too small for the range, is refused', () =>
    withStore(open, async ({ reader }) => {
      for (const stepMs of [0, -MINUTE, 90_000, Number.NaN]) {
        await expect(reader.series({ range: DAY, stepMs })).rejects.toMatchObject({ code: 'invalid_input' });
      }
      const years = { fromMs: 0, toMs: T0_MS };
      await expect(reader.series({ range: years, stepMs: MINUTE })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }));

  test('a function is counted only in its own environment', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
      const functionId = (await reader.functions({ range: DAY, limit: 1 })).items[0]?.function.id ?? '';
      expect((await reader.totals({ range: DAY, functionId, environment: '' })).invocations).toBe(1);
      expect((await reader.totals({ range: DAY, functionId, environment: 'x' })).invocations).toBe(0);
      expect((await reader.totals({ range: DAY, functionId: 'unknown' })).invocations).toBe(0);
    }));
}
