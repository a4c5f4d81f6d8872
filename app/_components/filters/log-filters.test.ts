import { describe, expect, it } from 'vitest';
import { readLogFilters } from './log-filters';

describe('readLogFilters', () => {
  it('reads every filter of the URL', () => {
    const params = {
      functionId: '00f067aa0ba902b7',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      severity: 'warn',
      q: '"card declined"',
    };
    expect(readLogFilters(params)).toEqual(params);
  });
  it('ignores what makes no sense and cuts a search that is too long', () => {
    expect(readLogFilters({ severity: 'loud', traceId: 'abc', spanId: '', q: 'x'.repeat(600) })).toEqual({
      q: 'x'.repeat(500),
    });
  });
});
