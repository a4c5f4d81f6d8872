import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowsOfTraces } from './rows-of-traces';

it('knows the rows of each trace in their order, whatever order they are in', () => {
  const traces = 5;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: traces - 1 })), (indexes) => {
      const rows = new RowsOfTraces(Int32Array.from(indexes), traces);
      for (let trace = 0; trace < traces; trace++) {
        const expected = indexes.flatMap((one, row) => (one === trace ? [row] : []));
        expect([...rows.of(trace)]).toEqual(expected);
      }
    }),
  );
});
