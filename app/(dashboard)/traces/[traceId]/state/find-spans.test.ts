import { describe, expect, it } from 'vitest';
import { testSpan } from '../testing/test-span';
import { findSpans, nextMatch } from './find-spans';

const spans = [
  testSpan('a1', null, 0, 9, { name: 'GET /Cart', service: 'shop', coldStart: true }),
  testSpan('a2', 'a1', 1, 2, { name: 'SELECT', service: 'db', status: 'error', statusMessage: 'deadlock' }),
  testSpan('a3', 'a1', 2, 2, { name: 'SELECT', service: 'db' }),
];
const ids = (text: string) => findSpans(spans, text).map(({ spanId }) => spanId);

describe('the search in a trace', () => {
  it('wants every word, in any field, without regard to case', () => {
    expect(ids('select')).toEqual(['a2', 'a3']);
    expect(ids('db DEADLOCK')).toEqual(['a2']);
    expect(ids('/cart shop')).toEqual(['a1']);
    expect(ids('a3')).toEqual(['a3']);
    expect(ids('cold')).toEqual(['a1']);
    expect([ids(''), ids('  '), ids('nothing')]).toEqual([[], [], []]);
  });
  it('never joins two fields to a word', () => {
    expect(ids('cartshop')).toEqual([]);
  });
  it('goes from match to match and round, from wherever one is', () => {
    const matches = findSpans(spans, 'select');
    const next = (active: string | null, step: 1 | -1) => nextMatch(matches, spans, active, step)?.spanId;
    expect([next(null, 1), next('a2', 1), next('a3', 1)]).toEqual(['a2', 'a3', 'a2']);
    expect([next('a2', -1), next('a1', -1), next('a1', 1)]).toEqual(['a3', 'a3', 'a2']);
    expect(nextMatch([], spans, 'a1', 1)).toBeNull();
  });
});
