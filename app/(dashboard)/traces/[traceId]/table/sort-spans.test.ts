import { describe, expect, it } from 'vitest';
import { testSpan } from '../testing/test-span';
import { sortSpans } from './sort-spans';

const spans = [
  testSpan('b', null, 0, 50, { selfMs: 1 }),
  testSpan('a', null, 5, 50, { selfMs: 9, status: 'error' }),
  testSpan('c', null, 9, 10, { selfMs: 5, status: 'ok' }),
];
const ids = (by: Parameters<typeof sortSpans>[1]['by'], descending = false) =>
  sortSpans(spans, { by, descending })
    .map((span) => span.spanId)
    .join('');

describe('the order of the span table', () => {
  it('is that of the column, either way', () => {
    expect([ids('name'), ids('name', true)]).toEqual(['abc', 'cba']);
    expect(ids('selfMs', true)).toBe('acb');
    expect(ids('offsetMs')).toBe('bac');
  });
  it('has errors first, and keeps equal ones in the order of the trace', () => {
    expect(ids('status')).toBe('abc');
    expect(ids('durationMs', true)).toBe('bac');
    expect(ids('service')).toBe('bac');
  });
});
