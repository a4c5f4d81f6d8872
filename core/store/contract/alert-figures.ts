import { expect, test } from 'vitest';
import { DurationHistogram } from '../../model/histogram';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/time-range';
import { FIGURE_COLUMNS, type FigureRows } from '../alert-figures';
import { mergeRow } from '../histogram-column';
import type { TelemetryReader, TelemetryWriter } from '../store';
import {
  batch,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

export const RANGE = { fromMs: T0_MS + 7 * MINUTE_MS, toMs: T0_MS + 2 * DAY_MS + 3 * HOUR_MS + MINUTE_MS };

export interface One {
  readonly name: string;
  readonly minute: number;
  readonly error?: string;
  readonly cold?: boolean;
  readonly version?: string;
  readonly tenant?: string;
  readonly durationMs?: number;
}

/** Writes an invocation for each call. */
export async function write(writer: TelemetryWriter, calls: readonly One[]): Promise<void> {
  const spans = calls.map(({ name, minute, error, cold = false, version, tenant, durationMs = 1 }, index) => {
    const startNs = T0_NS + BigInt(minute) * 60_000n * MS;
    return invocation({
      traceId: traceId(index + 1),
      spanId: spanId(index + 1),
      startNs,
      endNs: startNs + BigInt(durationMs) * MS,
      status: error === undefined ? 'unset' : 'error',
      attributes: {
        'error.type': error ?? null,
        'faas.coldstart': cold,
        ...(tenant === undefined ? {} : { tenant }),
      },
      resource: lambda(name, version === undefined ? {} : { 'faas.version': version }),
    });
  });
  await writer.write(batch(spans));
}

/** Spread over minutes, hours and days, so that rows of every length are used. */
const CALLS: readonly One[] = Array.from({ length: 400 }, (_, index) => ({
  name: index % 3 === 0 ? 'orders' : 'billing',
  minute: (index * 37) % 3100,
  cold: index % 7 === 0,
  durationMs: 1 + (index % 90),
  ...(index % 5 === 0 ? { error: ['TypeError', 'timeout', 'Runtime.OutOfMemory'][index % 3] ?? '' } : {}),
}));

/** Sums of a function's rows. */
function sums(rows: FigureRows, functionId: string) {
  const totals = Object.fromEntries(FIGURE_COLUMNS.map((column) => [column, 0])) as Record<string, number>;
  const histogram = new DurationHistogram();
  rows.group.forEach((group, index) => {
    if (rows.groups[group]?.functionId !== functionId) return;
    for (const column of FIGURE_COLUMNS) {
      const value = rows.counts[column]?.[index] ?? 0;
      totals[column] =
        column === 'durationMaxNs' ? Math.max(totals[column] ?? 0, value) : (totals[column] ?? 0) + value;
    }
    if (rows.durations !== null) mergeRow(histogram, rows.durations, index);
  });
  return { totals, p95: histogram.percentile(0.95) };
}

async function functionsOf(reader: TelemetryReader) {
  return (await reader.functions({ range: RANGE, limit: 10 })).items;
}

export function alertFiguresContract(open: OpenEmptyStore): void {
  test('figures of all functions at once are the totals of each, in rows of any length', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(writer, CALLS);
      for (const perMinute of [false, true]) {
        for (const durations of [false, true]) {
          const rows = await reader.functionFigures({
            range: RANGE,
            columns: FIGURE_COLUMNS,
            durations,
            perMinute,
          });
          for (const { function: fn } of await functionsOf(reader)) {
            const expected = await reader.totals({ range: RANGE, functionId: fn.id });
            const { totals, p95 } = sums(rows, fn.id);
            expect(totals).toMatchObject({
              invocations: expected.invocations,
              ok: expected.invocations - expected.errors,
              timeout: expected.timeouts,
              oom: expected.ooms,
              coldStarts: expected.coldStarts,
              durationMaxNs: (expected.durationMs.max ?? 0) * 1e6,
              unpriced: expected.unpriced,
            });
            expect(totals.costPicoUsd).toBeCloseTo(Number(expected.cost), -6);
            if (durations) expect((p95 ?? 0) / 1e6).toBeCloseTo(expected.durationMs.p95 ?? 0, 6);
            else expect(rows.durations).toBeNull();
          }
          if (perMinute) expect([...rows.minute].every((minute) => Number.isInteger(minute))).toBe(true);
        }
      }
    }));

  test('figures may be of some functions and columns only', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(writer, CALLS);
      const [first] = await functionsOf(reader);
      const functionIds = [first?.function.id ?? ''];
      const rows = await reader.functionFigures({
        range: RANGE,
        functionIds,
        columns: ['invocations'],
        durations: false,
        perMinute: false,
      });
      expect(rows.groups).toEqual([{ functionId: functionIds[0], detail: null }]);
      expect(Object.keys(rows.counts)).toEqual(['invocations']);
      expect(sums(rows, functionIds[0] ?? '').totals.invocations).toBe(first?.totals.invocations);
      const nothing = { fromMs: 0, toMs: MINUTE_MS };
      const empty = await reader.functionFigures({
        range: nothing,
        columns: ['ok'],
        durations: true,
        perMinute: true,
      });
      expect([empty.group.length, empty.durations?.ends.length]).toEqual([0, 0]);
    }));

  test('figures of calls are those of each function and dependency, in rows of any length', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(writer, CALLS);
      const made = CALLS.map((call, index) => {
        const startNs = T0_NS + BigInt(call.minute) * 60_000n * MS;
        return span({
          traceId: traceId(index + 1),
          spanId: spanId(10_000 + index),
          parentSpanId: spanId(index + 1),
          kind: 'client',
          startNs,
          endNs: startNs + BigInt(1 + (index % 70)) * MS,
          status: index % 4 === 0 ? 'error' : 'unset',
          attributes: { 'server.address': ['a', 'b', 'c'][index % 3] ?? '' },
          resource: lambda(call.name),
        });
      });
      await writer.write(batch(made));
      const { items: expected } = await reader.dependencies({ range: RANGE, limit: 100 });
      expect(expected).toHaveLength(3);
      for (const perMinute of [false, true]) {
        const rows = await reader.dependencyFigures({ range: RANGE, durations: true, perMinute });
        for (const { functionId, dependency, calls, errors, durationMs } of expected) {
          const histogram = new DurationHistogram();
          const counted = { calls: 0, errors: 0 };
          rows.group.forEach((group, index) => {
            const of = rows.groups[group];
            if (of?.functionId !== functionId || of.detail !== dependency) return;
            counted.calls += rows.counts.calls?.[index] ?? 0;
            counted.errors += rows.counts.failedCalls?.[index] ?? 0;
            if (rows.durations !== null) mergeRow(histogram, rows.durations, index);
          });
          expect(counted).toEqual({ calls, errors });
          expect((histogram.percentile(0.95) ?? 0) / 1e6).toBeCloseTo(durationMs?.p95 ?? 0, 6);
        }
        if (perMinute) expect(new Set(rows.minute).size).toBeGreaterThan(200);
      }
      const [first] = expected;
      const some = await reader.dependencyFigures({
        range: RANGE,
        functionIds: [first?.functionId ?? ''],
        dependency: first?.dependency ?? '',
        durations: false,
        perMinute: false,
      });
      expect(some.groups).toEqual([{ functionId: first?.functionId, detail: first?.dependency }]);
      expect(some.durations).toBeNull();
      expect(some.counts.calls?.reduce((sum, one) => sum + one, 0)).toBe(first?.calls);

      const startNs = T0_NS + BigInt(10 * MINUTE_MS) * MS;
      const elsewhere = {
        traceId: traceId(9000),
        resource: lambda('far', { 'deployment.environment.name': 'far' }),
        startNs,
        endNs: startNs + MS,
      };
      await writer.write(
        batch([
          invocation({ ...elsewhere, spanId: spanId(20_000) }),
          span({ ...elsewhere, spanId: spanId(20_001), parentSpanId: spanId(20_000), kind: 'client' }),
        ]),
      );
      const before = expected.reduce((sum, { calls }) => sum + calls, 0);
      for (const perMinute of [false, true]) {
        const callsIn = async (environment: string) =>
          (
            await reader.dependencyFigures({ range: RANGE, environment, durations: false, perMinute })
          ).counts.calls?.reduce((sum, one) => sum + one, 0);
        expect(await callsIn('far')).toBe(1);
        expect(await callsIn('')).toBe(before);
        expect(await callsIn('none')).toBe(0);
      }
    }));

  test('figures from the rows of invocations agree with those of rollups, and tell versions apart', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(
        writer,
        CALLS.map((call, index) => ({ ...call, version: index % 2 === 0 ? '1' : '2' })),
      );
      const rows = await reader.invocationFigures({ range: RANGE, by: { kind: 'version' }, durations: true });
      const whole = await reader.functionFigures({
        range: RANGE,
        columns: FIGURE_COLUMNS,
        durations: true,
        perMinute: true,
      });
      expect(rows.groups.map(({ detail }) => detail).sort()).toEqual(['1', '1', '2', '2']);
      for (const { function: fn } of await functionsOf(reader)) {
        const [own, expected] = [sums(rows, fn.id), sums(whole, fn.id)];
        // Sums of doubles beyond 2^53 depend on the order of addition.
        expect(own.totals.costPicoUsd).toBeCloseTo(expected.totals.costPicoUsd ?? 0, -6);
        const costPicoUsd = expected.totals.costPicoUsd ?? 0;
        expect({ ...own, totals: { ...own.totals, costPicoUsd } }).toEqual(expected);
      }
      expect(Number.isNaN(rows.memoryShare[0])).toBe(true);
    }));

  test('the last run is the newest minute with an invocation before a time', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(writer, [
        { name: 'orders', minute: 5 },
        { name: 'orders', minute: 90 },
        { name: 'billing', minute: 7 },
      ]);
      const ids = Object.fromEntries((await functionsOf(reader)).map(({ function: fn }) => [fn.id, fn.name]));
      const last = async (after: number, before: number) => {
        const query = { afterMs: T0_MS + after * MINUTE_MS, beforeMs: T0_MS + before * MINUTE_MS };
        const runs = await reader.lastRuns(query);
        return Object.fromEntries(
          runs.map(({ functionId, at }) => [ids[functionId], (at - T0_MS) / MINUTE_MS]),
        );
      };
      expect(await last(0, 100)).toEqual({ orders: 90, billing: 7 });
      expect(await last(0, 90)).toEqual({ orders: 5, billing: 7 });
      expect(await last(6, 90)).toEqual({ billing: 7 });
      expect(await last(0, 5)).toEqual({});
    }));

  test('a kind of error is new only where it was first seen', () =>
    withStore(open, async ({ writer, reader }) => {
      await write(writer, [
        { name: 'orders', minute: 10, error: 'TypeError' },
        { name: 'orders', minute: 50, error: 'TypeError' },
        { name: 'billing', minute: 50, error: 'TypeError' },
        { name: 'orders', minute: 50, error: 'RangeError' },
      ]);
      const ids = Object.fromEntries((await functionsOf(reader)).map(({ function: fn }) => [fn.name, fn.id]));
      const whole = await reader.newErrors({ range: { fromMs: T0_MS, toMs: T0_MS + HOUR_MS } });
      expect(whole.map(({ functionId }) => functionId)).toEqual([ids.orders, ids.orders]);
      const seen = async (from: number, to: number) =>
        (
          await reader.newErrors({
            range: { fromMs: T0_MS + from * MINUTE_MS, toMs: T0_MS + to * MINUTE_MS },
          })
        ).map(({ at }) => Math.floor((at - T0_MS) / MINUTE_MS));
      expect((await seen(0, 60)).sort()).toEqual([10, 50]);
      expect(await seen(11, 60)).toEqual([50]);
      expect(await seen(0, 10)).toEqual([]);
    }));
}
