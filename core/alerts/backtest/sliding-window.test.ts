import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurationHistogram } from '../../model/histogram';
import { MINUTE_MS } from '../../model/time-range';
import { histogramColumn } from '../../store/histogram-column';
import { FigureSums, rowsToSum, SUMMED, type WindowFigures } from '../figures/window-figures';
import { GroupMinutes, type Rows } from './group-minutes';
import { SlidingWindow } from './sliding-window';

function rowsOf(values: readonly { readonly minute: number; readonly durationNs: number }[]): Rows {
  const histogram = (ns: number) => {
    const one = new DurationHistogram();
    one.record(ns);
    return one.toBytes();
  };
  const counted = (by: number) => Float64Array.from(values, ({ minute }) => (minute % 5) * by);
  return {
    groups: [{ functionId: 'f', detail: null }],
    group: new Uint32Array(values.length),
    minute: Uint32Array.from(values, ({ minute }) => minute),
    counts: {
      ...Object.fromEntries(SUMMED.map((column, index) => [column, counted(index + 1)])),
      durationMaxNs: Float64Array.from(values, ({ durationNs }) => durationNs),
    },
    durations: histogramColumn(values.map(({ durationNs }) => histogram(durationNs))),
    inits: histogramColumn(
      values.map(({ durationNs }) => (durationNs % 2 === 0 ? new Uint8Array() : histogram(durationNs * 3))),
    ),
    memoryShare: Float64Array.from(values, ({ durationNs }) =>
      durationNs % 3 === 0 ? Number.NaN : durationNs / 1e6,
    ),
  };
}

/** All that can be asked of a window. */
function shown(window: WindowFigures) {
  const { counts, memoryShare } = window;
  return {
    counts: [...SUMMED, 'durationMaxNs' as const].map((column) => [column, counts[column]]),
    memoryShare,
    percentiles: [0, 0.5, 0.95, 1].map((q) => [window.durationMs(q), window.initMs(q)]),
  };
}

it('has the sums of its range wherever it is moved, as if each were counted anew', () => {
  const row = fc.record({ minute: fc.nat({ max: 60 }), durationNs: fc.integer({ min: 1, max: 1_000_000 }) });
  const range = fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 20 }));
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 80 }),
      fc.nat({ max: 80 }),
      fc.array(range, { maxLength: 30 }),
      (values, cut, ranges) => {
        const [some, others] = [values.slice(0, cut), values.slice(cut)];
        const minutes = new GroupMinutes();
        for (const part of [some, others]) if (part.length > 0) minutes.append(rowsOf(part), 0, part.length);
        const window = new SlidingWindow(minutes.sort());
        const rows = rowsToSum(rowsOf(values));
        for (const [from, length] of ranges) {
          const fresh = new FigureSums();
          values.forEach(({ minute }, index) => {
            if (minute >= from && minute < from + length) fresh.add(rows, index);
          });
          window.moveTo({ fromMs: from * MINUTE_MS, toMs: (from + length) * MINUTE_MS });
          expect(shown(window)).toEqual(shown(fresh));
        }
      },
    ),
  );
});
