import { describe, expect, it } from 'vitest';
import { filterParams } from '../url/filter-values';
import { isNarrowed, readInvocationFilters, unusedAttributes } from './invocation-filters';

describe('readInvocationFilters', () => {
  it('reads every filter of the URL', () => {
    expect(
      readInvocationFilters({
        functionId: '00f067aa0ba902b7',
        fingerprint: 'AAf067aa0ba902b7',
        outcome: 'oom',
        coldStart: 'false',
        minDurationMs: '12.5',
        q: ' boom ',
      }),
    ).toEqual({
      functionId: '00f067aa0ba902b7',
      fingerprint: 'aaf067aa0ba902b7',
      outcome: 'oom',
      coldStart: false,
      minDurationMs: 12.5,
      q: 'boom',
    });
  });
  it('ignores what makes no sense', () => {
    expect(
      readInvocationFilters({
        outcome: 'great',
        coldStart: 'maybe',
        minDurationMs: '-3',
        q: ' ',
        functionId: 'ab',
      }),
    ).toEqual({});
    expect(readInvocationFilters({ minDurationMs: '1000000001' })).toEqual({});
  });
  it('reads attributes that are promoted, and writes them back', () => {
    const params = { 'attribute.tenant.id': 'a', 'attribute.route': '/x', dependency: 'api.example.com' };
    const filters = readInvocationFilters(params, ['tenant.id', 'colour']);
    expect(filters).toEqual({ dependency: 'api.example.com', attribute: { 'tenant.id': 'a' } });
    expect(filterParams(filters)).toEqual({ dependency: 'api.example.com', 'attribute.tenant.id': 'a' });
  });
  it('tells of attributes of the URL that do not narrow the list, as those of a view that was saved before', () => {
    const params = { 'attribute.tenant.id': 'a', 'attribute.route': '/x', 'attribute.': 'b', q: 'c' };
    expect(unusedAttributes(params, ['tenant.id'])).toEqual([['route', '/x']]);
    expect(unusedAttributes(params, ['tenant.id', 'route'])).toEqual([]);
  });
  it('reads what invocations called, and the request that they are attempts at', () => {
    const params = { called: 'db', failedCall: 'db', requestKey: 'message:aws_sqs:m1' };
    expect(readInvocationFilters(params)).toEqual(params);
    expect(filterParams(readInvocationFilters(params))).toEqual(params);
  });
  it('cuts a search to what queries take', () => {
    expect(readInvocationFilters({ q: 'x'.repeat(501) })).toEqual({ q: 'x'.repeat(500) });
  });
});

it('is narrowed by any filter but that of a function', () => {
  const functionId = '00f067aa0ba902b7';
  expect(isNarrowed(readInvocationFilters({}))).toBe(false);
  expect(isNarrowed(readInvocationFilters({ functionId }))).toBe(false);
  expect(isNarrowed(readInvocationFilters({ functionId, failed: 'true' }))).toBe(true);
  expect(isNarrowed(readInvocationFilters({ 'attribute.tenant': 'acme' }))).toBe(false);
  expect(isNarrowed(readInvocationFilters({ 'attribute.tenant': 'acme' }, ['tenant']))).toBe(true);
});
