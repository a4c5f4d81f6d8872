import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurationHistogram } from '../../model/histogram';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import { FigureSums } from '../figures/window-figures';
import { GroupMinutes, type Rows } from './sliding-window';
import { recordedLength, recordedWindow, WindowRecord } from './window-record';

const LENGTH = 5;

function rowsOf(minutes: readonly number[]): Rows {
  return {
    groups: [{ functionId: 'f', detail: null }],
    group: new Uint32Array(minutes.length),
    minute: Uint32Array.from(minutes),
    counts: {
      invocations: Float64Array.from(minutes, (minute) => minute + 1),
      durationMaxNs: Float64Array.from(minutes, (minute) => minute * 1e6),
    },
    durations: minutes.map((minute) => {
      const one = new DurationHistogram();
      one.record(minute * 1e6);
      return one.toBytes();
    }),
  };
}

const windowUntil = (minute: number): TimeRange => ({
  fromMs: (minute - LENGTH) * MINUTE_MS,
  toMs: minute * MINUTE_MS,
});

it('tells of a window what it showed, however often and in whatever order windows are asked for', () => {
  const minutes = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 40 });
  const asked = fc.array(fc.integer({ min: 7, max: 70 }), { maxLength: 30 });
  fc.assert(
    fc.property(minutes, asked, (given, ends) => {
      const sorted = given.toSorted((a, b) => a - b);
      const rows = rowsOf(sorted);
      const own = new GroupMinutes();
      sorted.forEach((_, index) => {
        own.push(rows, index);
      });
      const record = new WindowRecord(own, LENGTH * MINUTE_MS, 'duration_p95', 7 * MINUTE_MS);
      const window = recordedWindow();
      for (const end of ends) {
        const fresh = new FigureSums();
        sorted.forEach((minute, index) => {
          if (minute >= end - LENGTH && minute < end) fresh.add(rows, index);
        });
        record.read(windowUntil(end), window);
        expect(window.counts).toEqual(fresh.counts);
        expect(window.durationMs()).toBe(fresh.durationMs(0.95));
      }
    }),
  );
});

it('is for several windows of one length, and for figures that it keeps', () => {
  const [one, other] = [windowUntil(10), windowUntil(20)];
  expect(recordedLength('error_rate', [[one], [other]])).toBe(LENGTH * MINUTE_MS);
  expect(recordedLength('error_rate', [[one]])).toBeNull();
  expect(recordedLength('error_rate', [[one], [{ ...other, fromMs: 0 }]])).toBeNull();
  expect(recordedLength('init_p95', [[one], [other]])).toBeNull();
  expect(recordedLength('memory_share', [[one], [other]])).toBeNull();
});
