import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurationHistogram } from '../../model/histogram';
import { MINUTE_MS } from '../../model/time-range';
import { histogramColumn } from '../../store/histogram-column';
import { FigureSums, rowsToSum } from '../figures/window-figures';
import { GroupMinutes, type Rows, SlidingWindow } from './sliding-window';

function rowsOf(values: readonly { readonly minute: number; readonly durationNs: number }[]): Rows {
  const histogram = (ns: number) => {
    const one = new DurationHistogram();
    one.record(ns);
    return one.toBytes();
  };
  return {
    groups: [{ functionId: 'f', detail: null }],
    group: new Uint32Array(values.length),
    minute: Uint32Array.from(values, ({ minute }) => minute),
    counts: {
      invocations: new Float64Array(values.length).fill(1),
      durationMaxNs: Float64Array.from(values, ({ durationNs }) => durationNs),
    },
    durations: histogramColumn(values.map(({ durationNs }) => histogram(durationNs))),
    inits: histogramColumn(values.map(() => new Uint8Array())),
    memoryShare: Float64Array.from(values, ({ durationNs }) =>
      durationNs % 3 === 0 ? Number.NaN : durationNs / 1e6,
    ),
  };
}

it('has the sums of its range wherever it is moved, as if each were counted anew', () => {
  const row = fc.record({ minute: fc.nat({ max: 60 }), durationNs: fc.integer({ min: 1, max: 1_000_000 }) });
  const range = fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 20 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), fc.array(range, { maxLength: 30 }), (values, ranges) => {
      const rows = rowsToSum(rowsOf(values));
      const minutes = new GroupMinutes();
      values.forEach((_, index) => {
        minutes.push(rows, index);
      });
      const window = new SlidingWindow(minutes.sort());
      for (const [from, length] of ranges) {
        const fresh = new FigureSums();
        values.forEach(({ minute }, index) => {
          if (minute >= from && minute < from + length) fresh.add(rows, index);
        });
        const moved = window.moveTo({ fromMs: from * MINUTE_MS, toMs: (from + length) * MINUTE_MS });
        expect(moved.counts).toEqual(fresh.counts);
        expect(moved.memoryShare).toBe(fresh.memoryShare);
        expect([0, 0.5, 0.95, 1].map((q) => moved.durationMs(q))).toEqual(
          [0, 0.5, 0.95, 1].map((q) => fresh.durationMs(q)),
        );
      }
    }),
  );
});
