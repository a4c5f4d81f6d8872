import { describe, expect, it } from 'vitest';
import { readErrorFilters } from './error-filters';

describe('the filters of the errors', () => {
  it('leave out what was dealt with unless the URL asks for it', () => {
    expect(readErrorFilters({})).toEqual({ state: 'unresolved' });
    expect(readErrorFilters({ state: 'resolved' })).toEqual({ state: 'resolved' });
    expect(readErrorFilters({ state: 'all' })).toEqual({});
    expect(readErrorFilters({ state: 'sleeping' })).toEqual({ state: 'unresolved' });
  });
  it('take a function and a text, and ignore what is neither', () => {
    expect(readErrorFilters({ functionId: 'x', q: ' card ', state: 'all' })).toEqual({ q: 'card' });
    expect(readErrorFilters({ functionId: '00f067aa0ba902b7', q: 'y'.repeat(600), state: 'all' })).toEqual({
      functionId: '00f067aa0ba902b7',
      q: 'y'.repeat(500),
    });
  });
});
