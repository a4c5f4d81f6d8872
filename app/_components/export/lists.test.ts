import { expect, it } from 'vitest';
import { CONTRACTS } from '@/app/api/_contract/all';
import { EXPORTED, exportAddress } from './lists';

it('narrows files by what the API takes', () => {
  for (const [path, fields] of Object.entries(EXPORTED)) {
    const call = CONTRACTS.find((one) => one.path === `${path}/export`);
    expect(Object.keys(call?.query.shape ?? {})).toEqual(expect.arrayContaining([...fields]));
  }
});

it('keeps the filters of the screen and leaves out what is only about the screen', () => {
  const params = new URLSearchParams('from=now-7d&outcome=error&cursor=x&live=1&attribute.tenant=a&q=');
  expect(exportAddress('/invocations', params, 'csv')).toBe(
    '/api/v1/invocations/export?format=csv&from=now-7d&outcome=error&attribute.tenant=a',
  );
  expect(exportAddress('/functions', params, 'csv')).toBeNull();
});
