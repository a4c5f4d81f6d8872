import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRows, unpackRows } from './packed-rows';

const roundTrip = <Row extends object>(rows: readonly Row[]) =>
  unpackRows<Row>(JSON.parse(JSON.stringify(packRows(rows))));

describe('packed rows', () => {
  it('come back as they were, whatever they hold', () => {
    const row = fc.record({
      id: fc.string(),
      parent: fc.option(fc.constantFrom('a', 'b')),
      time: fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map((at) => at.toISOString()),
      ms: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      flag: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(roundTrip(rows)).toEqual(rows);
      }),
    );
  });
  it('keep a text that only looks like a time as it is', () => {
    const rows = [{ at: '2026-11-01T10:00:00.000Z' }, { at: '2026-11-01 10:00' }];
    expect(roundTrip(rows)).toEqual(rows);
  });
  it('write a name and a repeated text once', () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({ name: `query ${index % 2}`, kind: 'client' }));
    expect(JSON.stringify(packRows(rows)).length).toBeLessThan(400);
  });
});
