import { expect, it } from 'vitest';
import { CONTRACTS } from '@/app/api/_contract/all';
import { EXPORTED, exportAddress } from './lists';

it('narrows files by what the API takes', () => {
  for (const [path, fields] of Object.entries(EXPORTED)) {
    const call = CONTRACTS.find((one) => one.path === `${path}/export`);
    expect(Object.keys(call?.query.shape ?? {})).toEqual(expect.arrayContaining([...fields]));
  }
});

/** What narrows no list, or which page of it is shown. */
const OF_THE_PAGE = ['limit', 'cursor', 'attribute', 'attributeMin', 'attributeMax'];

it('narrows files by everything that narrows the lists of invocations, traces and logs', () => {
  for (const path of ['/invocations', '/traces', '/logs']) {
    const list = CONTRACTS.find((one) => one.path === path && one.method === 'GET');
    const narrowing = Object.keys(list?.query.shape ?? {}).filter((name) => !OF_THE_PAGE.includes(name));
    expect(EXPORTED[path]?.toSorted()).toEqual(narrowing.toSorted());
  }
});

it('keeps the filters of the screen and leaves out what is only about the screen', () => {
  const params = new URLSearchParams('from=now-7d&outcome=error&cursor=x&live=1&attribute.tenant=a&q=');
  expect(exportAddress('/invocations', params, 'csv')).toBe(
    '/api/v1/invocations/export?format=csv&from=now-7d&outcome=error&attribute.tenant=a',
  );
  expect(exportAddress('/functions', params, 'csv')).toBeNull();
});

it('narrows a file of traces as their screen does, which ignores what makes no sense', () => {
  const params = new URLSearchParams(
    'from=now-7d&minDurationMs=slow&maxDurationMs=20&attribute.a=&attribute.b=x&attribute.c=y&attributeMin.d=1',
  );
  expect(exportAddress('/traces', params, 'csv')).toBe(
    '/api/v1/traces/export?format=csv&from=now-7d&maxDurationMs=20&attribute.b=x',
  );
});
