import { expect, it } from 'vitest';
import { CONTRACTS } from '@/app/api/_contract/all';
import { EXPORTED, exportAddress } from './lists';

it('narrows files by what the API takes', () => {
  for (const [path, fields] of Object.entries(EXPORTED)) {
    const call = CONTRACTS.find((one) => one.path === `${path}/export`);
    expect(Object.keys(call?.query.shape ?? {})).toEqual(expect.arrayContaining([...fields]));
  }
});

/** Parameters that filter no list, or select a page of it. */
const OF_THE_PAGE = ['limit', 'cursor', 'attribute', 'attributeMin', 'attributeMax'];

it('narrows files by everything that narrows the lists', () => {
  for (const path of ['/functions', '/invocations', '/traces', '/logs']) {
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
  expect(exportAddress('/map', params, 'csv')).toBeNull();
});

it('narrows a file to functions without an environment as their screen does', () => {
  for (const list of ['functions', 'invocations', 'traces', 'logs', 'errors', 'costs']) {
    const file = exportAddress(`/${list}`, new URLSearchParams('environment=&q='), 'csv');
    expect(new URLSearchParams(file?.split('?')[1]).get('environment'), list).toBe('');
  }
});

it('offers no file of the lines around one, which no question finds', () => {
  expect(exportAddress('/logs', new URLSearchParams('around=0123'), 'csv')).toBeNull();
});

it('narrows a file of errors as their screen does, which leaves out what was dealt with unless it is asked for', () => {
  const file = (query: string) => exportAddress('/errors', new URLSearchParams(query), 'csv');
  expect(file('from=now-7d&q=card')).toBe(
    '/api/v1/errors/export?format=csv&from=now-7d&q=card&state=unresolved',
  );
  expect(file('state=all')).toBe('/api/v1/errors/export?format=csv');
  expect(file('state=resolved&cursor=x')).toBe('/api/v1/errors/export?format=csv&state=resolved');
});

it('groups a file of costs as their screen does', () => {
  const file = (query: string) => exportAddress('/costs', new URLSearchParams(query), 'csv');
  expect(file('')).toBe('/api/v1/costs/export?format=csv&groupBy=function');
  expect(file('functionId=f')).toBe('/api/v1/costs/export?format=csv&groupBy=line&functionId=f');
  expect(file('functionId=f&groupBy=outcome')).toBe(
    '/api/v1/costs/export?format=csv&groupBy=outcome&functionId=f',
  );
});

it('narrows a file of functions to what is searched for', () => {
  expect(
    exportAddress('/functions', new URLSearchParams('q=pay&sort=cost&skip=100&columns=name'), 'csv'),
  ).toBe('/api/v1/functions/export?format=csv&q=pay');
});

it('narrows a file of traces as their screen does, which ignores what makes no sense', () => {
  const params = new URLSearchParams(
    'from=now-7d&minDurationMs=slow&maxDurationMs=20&attribute.a=&attribute.b=x&attribute.c=y&attributeMin.d=1',
  );
  expect(exportAddress('/traces', params, 'csv')).toBe(
    '/api/v1/traces/export?format=csv&from=now-7d&maxDurationMs=20&attribute.b=x',
  );
});

it('narrows a file of invocations or logs as their screens do, which ignore what makes no sense', () => {
  const file = (path: string, query: string) => exportAddress(path, new URLSearchParams(query), 'csv');
  expect(
    file(
      '/invocations',
      'outcome=great&coldStart=maybe&minDurationMs=-3&functionId=ab&version=2&attribute.a=',
    ),
  ).toBe('/api/v1/invocations/export?format=csv&version=2');
  expect(file('/logs', 'severity=loud&traceId=abc&view=patterns&q=declined')).toBe(
    '/api/v1/logs/export?format=csv&q=declined',
  );
});

it('falls back to the usual range where the screen does', () => {
  const file = (query: string) => exportAddress('/functions', new URLSearchParams(query), 'csv');
  expect(file('from=yesterday&to=now')).toBe('/api/v1/functions/export?format=csv&from=now-1h&to=now');
  expect(file('q=pay&q=other')).toBe('/api/v1/functions/export?format=csv&q=pay');
});
