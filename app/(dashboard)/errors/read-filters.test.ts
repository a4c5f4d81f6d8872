import { describe, expect, it } from 'vitest';
import { readFilters } from './read-filters';

describe('the filters of the errors', () => {
  it('leave out what was dealt with unless the URL asks for it', () => {
    expect(readFilters({})).toEqual({ state: 'unresolved' });
    expect(readFilters({ state: 'resolved' })).toEqual({ state: 'resolved' });
    expect(readFilters({ state: 'all' })).toEqual({});
    expect(readFilters({ state: 'sleeping' })).toEqual({ state: 'unresolved' });
  });
  it('take a function and a text, and ignore what is neither', () => {
    expect(readFilters({ functionId: 'x', q: ' card ', state: 'all' })).toEqual({ q: 'card' });
    expect(readFilters({ functionId: '00f067aa0ba902b7', q: 'y'.repeat(600), state: 'all' })).toEqual({
      functionId: '00f067aa0ba902b7',
      q: 'y'.repeat(500),
    });
  });
});
