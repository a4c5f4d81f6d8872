import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EMPTY_END, withoutText, withText } from './end';
import {
  isForgetful,
  NOTHING_SEEN,
  newestMessage,
  type Seen,
  type Sighting,
  sampleTraces,
  timeOf,
  withNewest,
  withoutSightings,
  withSightings,
} from './seen';

const trace = (n: number) => n.toString(16).padStart(32, '0');
const sighting = (n: number, set: Partial<Sighting> = {}): Sighting => ({
  traceId: trace(n),
  version: '7',
  firstNs: BigInt(n),
  lastNs: BigInt(n) + 1n,
  message: `no ${n}`,
  count: 1,
  ...set,
});
const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => sighting(from + n));

/** The parts that are displayed. */
const shown = (seen: Seen) => ({
  first: timeOf(seen.oldest),
  last: timeOf(seen.newest),
  message: newestMessage(seen),
  traces: sampleTraces(seen),
  versions: seen.versions.map((one) => [one.version, one.count, timeOf(one.oldest), timeOf(one.newest)]),
});

const anySighting = fc
  .record({
    at: fc.integer({ min: 0, max: 40 }),
    lasts: fc.bigInt(0n, 3n),
    version: fc.constantFrom(null, '', '9', '10'),
    alone: fc.boolean(),
  })
  .map(({ at, lasts, version, alone }) =>
    sighting(at, { version, lastNs: BigInt(at) + lasts, ...(alone ? { traceId: null } : {}) }),
  );

it('shows the same whatever came and went in between, as long as it is not forgetful', () => {
  let forgot = 0;
  fc.assert(
    fc.property(
      fc.array(anySighting, { maxLength: 80 }),
      fc.array(anySighting, { maxLength: 120 }),
      fc.integer({ min: 0, max: 80 }),
      (stay, go, early) => {
        let seen = withSightings(NOTHING_SEEN, [...stay.slice(0, early), ...go]);
        seen = withoutSightings(seen, go);
        seen = withSightings(seen, stay.slice(early));
        if (isForgetful(seen)) forgot += 1;
        else expect(shown(seen)).toEqual(shown(withSightings(NOTHING_SEEN, stay)));
      },
    ),
    { numRuns: 500 },
  );
  expect(forgot).toBeLessThan(400);
});

it('knows first, last and some traces of any number of sightings', () => {
  const seen = withSightings(NOTHING_SEEN, many(0, 10_000));
  expect(shown(seen)).toEqual({
    first: 0n,
    last: 10_000n,
    message: 'no 9999',
    traces: [9999, 9998, 9997, 9996, 9995, 0, 1, 2, 3, 4].map(trace),
    versions: [['7', 10_000, 0n, 10_000n]],
  });
  expect(JSON.stringify(seen).length).toBeLessThan(10_000);
});

it('says when it lacks something, because more than it remembers was taken back', () => {
  const seen = withSightings(NOTHING_SEEN, many(0, 100));
  expect(isForgetful(withoutSightings(seen, many(96, 100)))).toBe(false);
  expect(isForgetful(withoutSightings(seen, many(60, 100)))).toBe(true);
  expect(isForgetful(withoutSightings(seen, many(0, 40)))).toBe(true);
  expect(isForgetful(withoutSightings(withSightings(NOTHING_SEEN, many(0, 20)), many(0, 20)))).toBe(false);
});

it('takes what was found again as its newest, and forgets no older end over it', () => {
  const seen = withoutSightings(withSightings(NOTHING_SEEN, many(0, 100)), many(60, 100));
  const again = withNewest(seen, many(50, 60));
  expect(shown(again)).toMatchObject({ first: 0n, last: 60n, message: 'no 59' });
  expect(withNewest(seen, [])).toBe(seen);
  const older = withSightings(again, [sighting(45)]);
  expect(older.newest).toEqual(again.newest);
});

it('keeps the greatest of many versions, in natural order', () => {
  const versions = Array.from({ length: 120 }, (_, n) => sighting(n, { version: `${n}` }));
  const seen = withSightings(NOTHING_SEEN, versions);
  expect(seen.versions.map(({ version }) => version)).toEqual(
    Array.from({ length: 50 }, (_, n) => `${n + 70}`),
  );
  expect(seen.versionsDropped).toBe(true);
});

it('keeps a message whole, whatever is in it', () => {
  const message = 'a\0b " \\ \n 😀';
  const seen = withSightings(NOTHING_SEEN, [sighting(1, { message, traceId: null })]);
  expect(newestMessage(JSON.parse(JSON.stringify(seen)))).toBe(message);
});

it('keeps, of an end, every text before its cut, whatever comes and goes', () => {
  const step = fc.record({ text: fc.constantFrom(...'abcdefgh'), comes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let end = EMPTY_END;
      let all: string[] = [];
      for (const { text, comes } of steps) {
        if (!comes && !all.includes(text)) continue;
        end = comes ? withText(end, text, 'ascending', 3) : withoutText(end, text);
        all = comes ? [...all, text].sort() : all.toSpliced(all.indexOf(text), 1);
        const { kept, cut } = end;
        expect(kept.length).toBeLessThanOrEqual(3);
        expect(kept).toEqual(all.slice(0, kept.length));
        expect(all.slice(kept.length).every((left) => cut !== null && left >= cut)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
