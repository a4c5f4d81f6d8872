import { describe, expect, it } from 'vitest';
import { href, patchQuery } from './href';
import { hexId, parseScope } from './scope';
import { wholeScope } from './whole-scope';

const NOW = Date.parse('2026-11-21T12:00:00Z');

describe('parseScope', () => {
  it('is the last hour when the URL says nothing', () => {
    expect(parseScope({}, NOW)).toEqual({ from: 'now-1h', to: 'now' });
  });
  it('keeps relative and absolute ranges, environment and being live', () => {
    const params = { from: '2026-11-20T00:00:00Z', to: 'now-2h', environment: 'prod', live: '1' };
    expect(parseScope(params, NOW)).toEqual({ ...params, live: true });
  });
  it('ignores an environment longer than queries take', () => {
    expect(parseScope({ environment: 'x'.repeat(200) }, NOW).environment).toHaveLength(200);
    expect(parseScope({ environment: 'x'.repeat(201) }, NOW)).not.toHaveProperty('environment');
  });
  it('falls back when the range is unreadable or turned around', () => {
    expect(parseScope({ from: 'soon' }, NOW).from).toBe('now-1h');
    expect(parseScope({ from: 'now-1h', to: 'now-2h' }, NOW)).toEqual({ from: 'now-1h', to: 'now' });
  });
  it('refuses ranges that are longer than queries take', () => {
    expect(parseScope({ from: 'now-401d' }, NOW).from).toBe('now-1h');
  });
  it('tells the unnamed environment from all environments', () => {
    expect(parseScope({ environment: '' }, NOW).environment).toBe('');
    expect('environment' in parseScope({}, NOW)).toBe(false);
  });
  it('takes live as 1 only, and the first of repeated parameters', () => {
    expect(parseScope({ live: 'yes', from: ['now-7d', 'now-1d'] }, NOW)).toEqual({
      from: 'now-7d',
      to: 'now',
    });
  });
});

describe('href', () => {
  it('leaves defaults and empty values out', () => {
    expect(href('/logs', { from: 'now-1h', to: 'now' }, { q: '', severity: null })).toBe('/logs');
  });
  it('names the environment and the calls that have no name', () => {
    const scope = { from: 'now-1h', to: 'now' };
    expect(href('/invocations', scope, { environment: '', region: '' })).toBe('/invocations?environment=');
    expect(href('/map', scope, { dependency: '' })).toBe('/map?dependency=');
    expect(href('/alerts/rules/1', scope, { group: '' })).toBe('/alerts/rules/1?group=');
  });
  it('survives a round trip with any text', () => {
    const scope = { from: 'now-7d', to: 'now', environment: 'a&b=c d', live: true as const };
    const url = new URL(href('/logs', scope, { q: '"ü" %26' }), 'http://localhost');
    expect(url.searchParams.get('q')).toBe('"ü" %26');
    expect(parseScope(Object.fromEntries(url.searchParams), NOW)).toEqual(scope);
  });
});

describe('wholeScope', () => {
  it('is of the whole minutes that figures are of, and keeps the rest', () => {
    const scope = { from: 'now-1h', to: 'now', environment: '', live: true as const };
    const nowMs = Date.parse('2026-11-21T12:00:30Z');
    expect(wholeScope(scope, nowMs)).toEqual({
      ...scope,
      from: '2026-11-21T11:00:00.000Z',
      to: '2026-11-21T12:01:00.000Z',
    });
  });
});

describe('patchQuery', () => {
  it('sets, removes and goes back to the first page', () => {
    expect(patchQuery('a=1&b=2&cursor=x', { a: null, c: '3' })).toBe('b=2&c=3');
  });
});

describe('hexId', () => {
  it('takes ids of the right length only, in lower case', () => {
    expect(hexId({ id: ' 00F067AA0BA902B7 ' }, 'id', 16)).toBe('00f067aa0ba902b7');
    expect([
      hexId({ id: '00f0' }, 'id', 16),
      hexId({ id: 'z'.repeat(16) }, 'id', 16),
      hexId({}, 'id', 32),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
