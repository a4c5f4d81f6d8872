import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTraceState, SORT_KEYS, type TraceState, VIEWS, writeTraceState } from './trace-state';

const read = (query: string) => readTraceState(new URLSearchParams(query));
const NOTHING = read('');

describe('the state of a trace page in its URL', () => {
  it('begins with the whole waterfall, which the URL does not mention', () => {
    expect(NOTHING).toEqual({
      view: 'waterfall',
      span: null,
      find: '',
      errorsOnly: false,
      level: null,
      zoom: null,
      sort: { by: 'offsetMs', descending: false },
    });
    expect(writeTraceState(new URLSearchParams('from=now-7d'), NOTHING).toString()).toBe('from=now-7d');
  });
  it('comes back from the URL as it was put there', () => {
    const state: fc.Arbitrary<TraceState> = fc.record({
      view: fc.constantFrom(...VIEWS),
      span: fc.option(fc.constantFrom('00f067aa0ba902b7', 'a')),
      find: fc.string({ maxLength: 50 }),
      errorsOnly: fc.boolean(),
      level: fc.option(fc.nat(50)),
      zoom: fc.option(
        fc
          .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 999 }))
          .map(([startMs, length]) => ({
            startMs: startMs / 8,
            endMs: startMs / 8 + length,
          })),
      ),
      sort: fc.record({ by: fc.constantFrom(...SORT_KEYS), descending: fc.boolean() }),
    });
    fc.assert(
      fc.property(state, (given) => {
        const query = writeTraceState(new URLSearchParams('view=flame&find=x&level=2'), given).toString();
        expect(read(query)).toEqual(given);
      }),
    );
  });
  it('ignores what makes no sense', () => {
    expect(read('view=pie&level=-1&zoom=5_1&sort=taste&errors=maybe&span=')).toEqual(NOTHING);
    expect(read('zoom=a_b&level=1.5')).toEqual(NOTHING);
    expect(read(`find=${'x'.repeat(999)}`).find).toHaveLength(200);
  });
});
