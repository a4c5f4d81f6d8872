import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes';
import { openNumbers, readNumbers, unzigzag, writeNumbers, zigzag } from './numbers';
import { Sink, Source } from './streams';
import { readTimes, writeTimes } from './times';
import { ValueReader } from './value-reader';
import { type Cell, JsonText, ValueWriter } from './value-writer';

/** What was written to the sink, for reading. */
const sourceOf = (sink: Sink): Source =>
  new Source(new ByteReader(sink.packed.written()), new ByteReader(sink.dense.written()), sink.heap, 0);

/** The column read back, how many bytes it took, and how many what tells the values' kinds takes deflated. */
function throughColumn(cells: readonly Cell[]): { values: unknown[]; bytes: number; packedBytes: number } {
  const writer = new ValueWriter();
  for (const cell of cells) writer.add(cell);
  const sink = new Sink(1);
  writer.write(sink);
  const reader = new ValueReader(cells.length, sourceOf(sink));
  const bytes = sink.packed.length + sink.dense.length + sink.heap.length;
  const packedBytes = deflateRawSync(sink.packed.written()).length;
  return { values: cells.map((_, i) => reader.valueAt(i)), bytes, packedBytes };
}

const bitNumber = fc.integer({ min: 0, max: 53 }).chain((bits) => fc.maxSafeNat().map((n) => n % 2 ** bits));

test('numbers up to 2^53 - 1 come back, all small, all large or mixed', () => {
  const columns = fc.oneof(
    fc.array(bitNumber, { maxLength: 200 }),
    fc.array(fc.integer({ min: 1e15, max: 1e15 + 100 }), { maxLength: 200 }),
    fc.array(fc.constant(7), { maxLength: 10 }),
  );
  fc.assert(
    fc.property(columns, (numbers) => {
      const packed = new ByteWriter();
      const dense = new ByteWriter();
      writeNumbers(numbers, packed, dense);
      const readers = () => [new ByteReader(packed.written()), new ByteReader(dense.written())] as const;
      const read = readers();
      expect([...readNumbers(numbers.length, ...read)]).toEqual(numbers);
      expect(read.map(({ at }) => at)).toEqual([packed.length, dense.length]);
      const opening = readers();
      const opened = openNumbers(numbers.length, ...opening);
      expect(numbers.map((_, index) => opened.at(index))).toEqual(numbers);
      expect(opening.map(({ at }) => at)).toEqual([packed.length, dense.length]);
    }),
  );
});

test('signed numbers come back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }), (number) => {
      expect(unzigzag(zigzag(number))).toBe(number);
    }),
  );
});

test('times come back, whether near each other or at the ends of time', () => {
  const time = fc.oneof(fc.bigInt(0n, 2n ** 63n - 1n), fc.bigInt(10n ** 18n, 10n ** 18n + 10n ** 10n));
  fc.assert(
    fc.property(fc.array(time), fc.array(time, { minLength: 1 }), (given, others) => {
      const times = BigInt64Array.from(given);
      const from = BigInt64Array.from(given, (_, i) => others[i % others.length] ?? 0n);
      for (const reference of [given[0] ?? 0n, from]) {
        const sink = new Sink(1);
        writeTimes(sink, times, reference);
        expect(readTimes(sourceOf(sink), times.length, reference)).toEqual(times);
      }
    }),
  );
});

/** Texts that share templates: numbers with and without leading zeros, uuids, hex, things that only look like them. */
const patterned = fc.oneof(
  fc.stringMatching(/^order 0{0,3}[0-9]{1,16} in [0-9]{1,4}ms$/),
  fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]Z$/),
  fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[0-9a-z/]?$/),
  fc.stringMatching(/^(id|x)?[.=]?[0-9a-fA-F]{7,12}[.;g]?$/),
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.stringMatching(/^([0-9]\.){0,30}[0-9]?$/),
);

test('texts come back, of many templates and with any digits', () => {
  fc.assert(
    fc.property(fc.array(patterned, { maxLength: 120 }), (texts) => {
      expect(throughColumn(texts).values).toEqual(texts);
    }),
  );
});

test('texts that are built alike and differ in a letter come back', () => {
  const texts = Array.from({ length: 200 }, (_, i) => `${'GPBDHQ'[i % 6]}ET it ${i} time${'sz'[i % 2]}`);
  expect(throughColumn(texts).values).toEqual(texts);
});

test('values of all kinds come back from one column, -0 too', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    patterned,
    fc.double({ noNaN: true }),
    fc.integer().map((n) => n / 1000),
    fc.constantFrom(0, -0, true, false, null, Number.POSITIVE_INFINITY, 0.1 + 0.2),
  );
  fc.assert(
    fc.property(fc.array(cell), (cells) => {
      expect(throughColumn(cells).values).toEqual(cells);
    }),
  );
  expect(throughColumn([0, -0, -0, 0]).values).toStrictEqual([0, -0, -0, 0]);
  const json = new JsonText('{"a":[1,-0]}');
  expect(throughColumn([json, json, 'x', json]).values).toEqual([
    { a: [1, -0] },
    { a: [1, -0] },
    'x',
    { a: [1, -0] },
  ]);
  expect(throughColumn([Number.NaN, Number.NaN]).values).toEqual([Number.NaN, Number.NaN]);
});

test('what repeats in texts is written once', () => {
  const uuid = (i: number) => `00000000-0000-4000-8000-a${String(i * 7919).padStart(11, '0')}`;
  const many = Array.from({ length: 1000 }, (_, i) => i);
  expect(throughColumn(many.map((i) => `request ${uuid(i)} was done by worker-07`)).bytes).toBeLessThan(
    18_000,
  );
  expect(
    throughColumn(many.map((i) => `/api/v1/orders/${10_000_000 + i * 89_999}/items`)).bytes,
  ).toBeLessThan(5_000);
  expect(throughColumn(many.map(() => 'always the same')).bytes).toBeLessThan(1_100);
});

test('texts of which each is another one do not cost a number each', () => {
  const letters = 'abcdefghij';
  const name = (i: number) => [...String(i * 7919 + 100_000)].map((digit) => letters[Number(digit)]).join('');
  const names = Array.from({ length: 1000 }, (_, i) => `usr_${name(i)}`);
  const { values, packedBytes } = throughColumn(names);
  expect(values).toEqual(names);
  expect(packedBytes).toBeLessThan(60);
  // Some of them again, in between, and texts of a number that has no template of its own yet.
  const mixed = names.flatMap((text, i) => [text, `once ${i % 5} ${text}`, names[i >> 1] ?? '', true]);
  expect(throughColumn(mixed).values).toEqual(mixed);
});
