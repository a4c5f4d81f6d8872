import { describe, expect, it } from 'vitest';
import type { CostItemView } from '@/core/model/cost-views';
import { groupRow, lineHref } from './group-rows';

const SCOPE = { from: 'now-1h', to: 'now' };
const item = (set: Partial<CostItemView>): CostItemView => ({
  key: '',
  function: null,
  costUsd: '1',
  invocations: 1,
  unpricedInvocations: 0,
  lines: [],
  waitedMs: null,
  ...set,
});
const LABELS = new Map([['f2', 'orders (staging)']]);
const row = (groupBy: string, set: Partial<CostItemView>, functionId?: string) => {
  const { label, detail, href } = groupRow(item(set), groupBy, SCOPE, functionId, LABELS);
  return [label, detail, href];
};

describe('groupRow', () => {
  it('leads from each group to the rows behind it', () => {
    const fn = { id: 'f1', name: 'orders' };
    expect(row('function', { key: 'f1', function: fn })).toEqual([
      'orders',
      null,
      '/costs?functionId=f1&groupBy=line',
    ]);
    expect(row('version', { key: '7', function: fn })).toEqual([
      '7',
      'orders',
      '/invocations?functionId=f1&version=7',
    ]);
    expect(row('outcome', { key: 'oom' })).toEqual(['out of memory', null, '/invocations?outcome=oom']);
    expect(row('dependency', { key: 'api.example.com' })).toEqual([
      'api.example.com',
      null,
      '/invocations?dependency=api.example.com',
    ]);
    expect(row('line', { key: 'waiting' })).toEqual(['Waiting', null, '/costs?groupBy=dependency']);
    expect(row('attribute:tenant.id', { key: 'a b' })).toEqual([
      'a b',
      null,
      '/invocations?attribute.tenant.id=a+b',
    ]);
  });

  it('tells functions of one name apart', () => {
    const fn = { id: 'f2', name: 'orders' };
    expect(row('function', { key: 'f2', function: fn })[0]).toBe('orders (staging)');
    expect(row('version', { key: '7', function: fn })[1]).toBe('orders (staging)');
  });

  it('stays with the function that the screen is narrowed to', () => {
    expect(row('outcome', { key: 'error' }, 'f1')[2]).toBe('/invocations?functionId=f1&outcome=error');
  });

  it('names what has no name, and leads nowhere where lists cannot be narrowed to it', () => {
    expect(row('dependency', { key: '' })).toEqual(['other dependencies', null, null]);
    expect(row('version', { key: '', function: { id: 'f1', name: 'orders' } })).toEqual([
      'unknown version',
      'orders',
      '/invocations?functionId=f1&version=%28none%29',
    ]);
  });
});

describe('lineHref', () => {
  it('leads from cold starts to cold invocations', () => {
    expect(lineHref('init', SCOPE)).toBe('/invocations?coldStart=true');
  });
});
