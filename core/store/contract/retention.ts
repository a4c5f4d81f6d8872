import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import type { TimeRange } from '../../model/time-range';
import type { RetentionLimits } from '../retention';
import {
  batch,
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
  testPrice,
  traceId,
} from './fixtures';
import { point } from './instance-pieces';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-06-20T12:30Z. */
const NOW = Date.UTC(2026, 5, 20, 12, 30);
const LIMITS: RetentionLimits = { days: 10, maxBytes: null };
/** What starts in this hour or later is kept; what starts before is not. */
const FLOOR = Date.UTC(2026, 5, 10, 12);
const ALL = { fromMs: NOW - 40 * DAY, toMs: NOW + DAY };
const PAGE = { range: ALL, limit: 1000 };

const at = (ms: number) => BigInt(ms) * 1_000_000n;

/** An invocation with a child span and a log line, in a trace of its own; with an error if `failed`. */
function telemetry(number: number, ms: number, failed = false) {
  const root = invocation({
    traceId: traceId(number),
    spanId: spanId(number),
    startNs: at(ms),
    endNs: at(ms) + 5n * MS,
    status: failed ? 'error' : 'unset',
    statusMessage: failed ? 'no stock' : '',
    resource: lambda(`orders-${number % 3}`),
  });
  const call = span({
    traceId: root.traceId,
    spanId: spanId(1000 + number),
    parentSpanId: root.spanId,
    kind: 'client',
    startNs: at(ms),
    endNs: at(ms) + 2n * MS,
    attributes: { 'server.address': 'api.example.com' },
    resource: root.resource,
  });
  const line = log({
    body: `line ${number}`,
    timeNs: at(ms + 1),
    traceId: root.traceId,
    resource: root.resource,
  });
  return { spans: [root, call], logs: [line] };
}

async function tidied(store: OpenStore): Promise<void> {
  for (let round = 0; await store.writer.tidy(50); round += 1) expect(round).toBeLessThan(5000);
}

/** Everything that the lists and counters say. */
async function said({ reader }: OpenStore) {
  return {
    invocations: (await reader.invocations(PAGE)).items.map((row) => row.spanId).sort(),
    traces: (await reader.traces(PAGE)).items.map((row) => row.traceId).sort(),
    logs: (await reader.logs(PAGE)).items.map((row) => row.body).sort(),
    totals: await reader.totals({ range: ALL }),
    days: await reader.series({ range: ALL, stepMs: DAY }),
    dependencies: await reader.dependencies(PAGE),
    sized: (await reader.sizes(PAGE)).reduce((sum, { invocations }) => sum + invocations, 0),
  };
}

export function retentionContract(open: OpenEmptyStore): void {
  const withClock = async (use: (store: OpenStore, clock: { ms: number }) => Promise<void>) => {
    const clock = { ms: NOW - 40 * DAY };
    const store = await open(testPrice, () => clock.ms, LIMITS);
    try {
      await use(store, clock);
    } finally {
      await store.dispose();
    }
  };

  test('what is older goes while the store is tidied, and the figures of hours and days stay', () =>
    withClock(async (store, clock) => {
      const times = [FLOOR - 8 * DAY, FLOOR - 2, FLOOR, FLOOR + DAY];
      for (const [number, ms] of times.entries()) {
        const { spans, logs } = telemetry(number, ms, number % 2 === 0);
        await store.writer.write(batch(spans, logs));
      }
      const before = await said(store);
      expect(before.invocations).toHaveLength(4);
      expect(before.sized).toBe(4);
      expect(store.writer.keptSinceNs()).toBe(0n);

      clock.ms = NOW;
      await tidied(store);
      expect(store.writer.keptSinceNs()).toBe(at(FLOOR));
      const after = await said(store);
      expect(after.invocations).toEqual([spanId(2), spanId(3)]);
      expect(after.traces).toEqual([traceId(2), traceId(3)]);
      expect(after.logs).toEqual(['line 2', 'line 3']);
      expect(await store.reader.trace(traceId(0), 10)).toBeNull();
      // Sizes are computed from the remaining rows.
      expect(after.sized).toBe(2);
      expect(after.totals).toEqual(before.totals);
      expect(after.days).toEqual(before.days);
      expect(after.dependencies).toEqual(before.dependencies);
      const errors = await store.reader.errors(PAGE);
      // This includes a group whose first error, at the end of its invocation, is gone.
      expect(errors.items.map(({ firstSeen }) => firstSeen)).toEqual([FLOOR - 8 * DAY + 5]);
    }));

  test('ranges before what is kept are widened to whole hours', () =>
    withClock(async (store, clock) => {
      const ms = FLOOR - 3 * HOUR + 20 * 60_000;
      const { spans, logs } = telemetry(0, ms);
      await store.writer.write(batch(spans, logs));
      clock.ms = NOW;
      await tidied(store);
      const minute = { fromMs: FLOOR - 3 * HOUR + 50 * 60_000, toMs: FLOOR - 2 * HOUR - 5 * 60_000 };
      expect((await store.reader.totals({ range: minute })).invocations).toBe(1);
      const series = await store.reader.series({
        range: { fromMs: FLOOR - 4 * HOUR, toMs: FLOOR + HOUR },
        stepMs: 30 * 60_000,
      });
      expect(series.map(({ invocations }) => invocations)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    }));

  test('windows of alert rules that begin before what is kept count the whole hours that begin in them', () =>
    withClock(async (store, clock) => {
      const minute = 60_000;
      const times = [FLOOR - 3 * HOUR + 20 * minute, FLOOR - HOUR + 5 * minute, FLOOR + 10 * minute];
      for (const [number, ms] of times.entries()) {
        const { spans, logs } = telemetry(3 * number, ms, number === 0);
        await store.writer.write(batch(spans, logs));
      }
      clock.ms = NOW;
      await tidied(store);
      const { reader } = store;
      expect(await reader.keptSince()).toBe(FLOOR);
      const seen = async (range: TimeRange, perMinute: boolean) => {
        const columns = ['invocations', 'ok', 'durationMaxNs'] as const;
        const rows = await reader.functionFigures({ range, columns, durations: true, perMinute });
        const calls = await reader.dependencyFigures({ range, durations: true, perMinute });
        const sum = (values: Float64Array | undefined) => values?.reduce((all, one) => all + one, 0);
        return {
          invocations: sum(rows.counts.invocations),
          ok: sum(rows.counts.ok),
          calls: sum(calls.counts.calls),
          longest: Math.max(0, ...(rows.counts.durationMaxNs ?? [])),
          minutes: [...rows.minute].map((at) => (at * minute - FLOOR) / minute).sort((a, b) => a - b),
          histograms: [rows, calls].map(({ durations }) => durations?.ends.length === rows.group.length),
        };
      };
      const whole = { fromMs: FLOOR - DAY, toMs: FLOOR + HOUR };
      for (const perMinute of [false, true])
        expect(await seen(whole, perMinute)).toMatchObject({
          invocations: 3,
          ok: 2,
          calls: 3,
          longest: 5_000_000,
        });
      expect(await seen(whole, true)).toMatchObject({
        minutes: [-180, -60, 10],
        histograms: [true, true],
      });
      // Of adjacent ranges, none counts an hour twice.
      const cut = FLOOR - 3 * HOUR + 10 * minute;
      expect(await seen({ ...whole, toMs: cut }, true)).toMatchObject({ invocations: 1, minutes: [-180] });
      expect(await seen({ ...whole, fromMs: cut }, true)).toMatchObject({
        invocations: 2,
        minutes: [-60, 10],
      });
      const last = async (beforeMs: number) =>
        (await reader.lastRuns({ afterMs: FLOOR - DAY, beforeMs })).map(
          ({ at: ran }) => (ran - FLOOR) / minute,
        );
      expect(await last(FLOOR + HOUR)).toEqual([10]);
      expect(await last(FLOOR - HOUR)).toEqual([-121]);
    }));

  test('what comes from before is refused, counted, and changes nothing', () =>
    withClock(async (store, clock) => {
      const old = telemetry(0, FLOOR - HOUR, true);
      const young = telemetry(1, FLOOR + HOUR);
      await store.writer.write(batch(old.spans, old.logs));
      clock.ms = NOW;
      await tidied(store);
      const before = await said(store);
      const again = await store.writer.write(
        batch([...old.spans, ...young.spans], [...old.logs, ...young.logs]),
      );
      expect(again).toMatchObject({ tooOld: 3, spansStored: 2, logsStored: 1 });
      const after = await said(store);
      expect(after.invocations).toEqual([spanId(1)]);
      expect(after.totals.invocations).toBe(before.totals.invocations + 1);
    }));

  test('what was counted before what is kept is refused, too, and takes nothing from what is kept', () =>
    withClock(async (store, clock) => {
      const old = telemetry(0, FLOOR - HOUR);
      await store.writer.write(batch(old.spans, old.logs));
      clock.ms = NOW;
      await tidied(store);
      const expected = async (ms: number, sum: number) => {
        const times = [FLOOR - DAY - T0_MS, ms - T0_MS] as const;
        const metrics = [point('faas.invocations', 'paid', times, sum, { kind: 'sum' })];
        await store.writer.write({ spans: [], logs: [], metrics });
        const { coverage } = await store.reader.totals({ range: { fromMs: FLOOR, toMs: FLOOR + DAY } });
        return coverage?.expected;
      };
      expect(await expected(FLOOR + HOUR, 5)).toBe(5);
      expect(await expected(FLOOR - HOUR, 3)).toBe(5);
    }));

  test('a trace that goes on over the border counts each of its invocations once, whatever comes late', () =>
    withClock(async (store, clock) => {
      const id = traceId(7);
      const hop = (number: number, ms: number): Span =>
        invocation({ traceId: id, spanId: spanId(number), startNs: at(ms), endNs: at(ms) + MS });
      await store.writer.write(batch([hop(1, FLOOR - HOUR), hop(2, FLOOR + HOUR)]));
      clock.ms = NOW;
      await tidied(store);
      expect((await store.reader.totals({ range: ALL })).invocations).toBe(2);
      await store.writer.write(batch([hop(3, FLOOR + 2 * HOUR)]));
      await tidied(store);
      expect((await store.reader.totals({ range: ALL })).invocations).toBe(3);
      expect((await said(store)).invocations).toEqual([spanId(2), spanId(3)]);
      expect((await store.reader.traces(PAGE)).items).toHaveLength(1);
    }));

  test('is the same as if only the younger had come, at any moment and in any order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ number: fc.integer({ min: 0, max: 11 }), hours: fc.integer({ min: -300, max: 200 }) }),
          { minLength: 1, maxLength: 24 },
        ),
        fc.integer({ min: 0, max: 24 }),
        (things, cut) =>
          withClock(async (store, clock) => {
            const made = things.map(({ number, hours }, index) =>
              telemetry(number + 100 * index, FLOOR + hours * HOUR, number % 3 === 0),
            );
            for (const [index, { spans, logs }] of made.entries()) {
              if (index === cut) {
                clock.ms = NOW;
                await tidied(store);
              }
              await store.writer.write(batch(spans, logs));
            }
            clock.ms = NOW;
            await tidied(store);
            const before = await said(store);
            for (const { spans, logs } of made) await store.writer.write(batch(spans, logs));
            await tidied(store);
            expect(await said(store)).toEqual(before);
            const young = made.filter((_, index) => (things[index]?.hours ?? 0) >= 0);
            expect(before.invocations).toEqual(young.map(({ spans }) => spans[0]?.spanId ?? '').sort());
            expect(before.logs).toEqual(young.map(({ logs }) => logs[0]?.body ?? '').sort());
            const counted = made.filter((_, index) => index < cut || (things[index]?.hours ?? 0) >= 0);
            expect(before.totals.invocations).toBe(counted.length);
            expect(before.sized).toBe(young.length);
          }),
      ),
      runsOf(open, 25),
    ));
}
