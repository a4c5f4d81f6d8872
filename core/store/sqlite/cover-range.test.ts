import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverMinutes } from './cover-range';

const HOUR = 3600;

it('ranges that follow each other share no rollup, and together hold each minute and, before those, each hour', () => {
  const minute = fc.integer({ min: 0, max: 600 });
  fc.assert(
    fc.property(fc.uniqueArray(minute, { minLength: 2, maxLength: 6 }), fc.nat(10), (cuts, sinceHours) => {
      const ends = cuts.sort((a, b) => a - b);
      const since = sinceHours * HOUR;
      const starts = ends.slice(1).flatMap((end, index) => {
        const range = { fromMs: (ends[index] ?? 0) * 60_000, toMs: end * 60_000 };
        return coverMinutes(range, since).flatMap(({ step, from, to }) =>
          Array.from({ length: (to - from) / step }, (_, at) => `${step} ${from + at * step}`),
        );
      });
      const first = (ends[0] ?? 0) * 60;
      const last = (ends.at(-1) ?? 0) * 60;
      const expected: string[] = [];
      for (let at = Math.ceil(first / HOUR) * HOUR; at < Math.min(last, since); at += HOUR)
        expected.push(`${HOUR} ${at}`);
      for (let at = Math.max(first, since); at < last; at += 60) expected.push(`60 ${at}`);
      expect(starts).toEqual(expected);
    }),
  );
});
