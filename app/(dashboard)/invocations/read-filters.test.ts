import { describe, expect, it } from 'vitest';
import { readFilters } from './read-filters';

describe('readFilters', () => {
  it('reads every filter of the URL', () => {
    expect(
      readFilters({
        functionId: '00f067aa0ba902b7',
        outcome: 'oom',
        coldStart: 'false',
        minDurationMs: '12.5',
        q: ' boom ',
      }),
    ).toEqual({
      functionId: '00f067aa0ba902b7',
      outcome: 'oom',
      coldStart: false,
      minDurationMs: 12.5,
      q: 'boom',
    });
  });
  it('ignores what makes no sense', () => {
    expect(
      readFilters({ outcome: 'great', coldStart: 'maybe', minDurationMs: '-3', q: ' ', functionId: 'ab' }),
    ).toEqual({});
    expect(readFilters({ minDurationMs: '1000000001' })).toEqual({});
  });
  it('cuts a search to what queries take', () => {
    expect(readFilters({ q: 'x'.repeat(501) })).toEqual({ q: 'x'.repeat(500) });
  });
});
