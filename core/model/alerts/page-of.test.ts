import { expect, it } from 'vitest';
import { type AlertSubject, pageOf } from './page-of';

const RANGE = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 2, 1, 1) };
const ID = '0123456789abcdef';
const pathOf = (subject: Partial<AlertSubject>) => {
  const path = pageOf({ functionId: null, labels: {}, figure: 'errors', ...subject }, RANGE);
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  expect(searchParams.get('from')).toBe('2026-03-01T00:00:00.000Z');
  expect(searchParams.get('to')).toBe('2026-03-01T01:00:00.000Z');
  searchParams.delete('from');
  searchParams.delete('to');
  return [pathname, Object.fromEntries(searchParams)];
};

it('leads to the function, or to the overview of the environment or of all', () => {
  const labels = { function: 'shop', environment: 'test', service: 'shop', region: 'eu-central-1' };
  expect(pathOf({ functionId: ID, labels })).toEqual([`/functions/${ID}`, {}]);
  expect(pathOf({ labels: { environment: 'test' } })).toEqual(['/', { environment: 'test' }]);
  expect(pathOf({})).toEqual(['/', {}]);
});

it('leads to the invocations of a version, a region or an attribute, counted by it', () => {
  const labels = { function: 'shop', environment: 'test', region: 'eu-central-1', version: '7' };
  expect(pathOf({ functionId: ID, labels })).toEqual([
    '/invocations',
    { version: '7', groupBy: 'version', environment: 'test', functionId: ID },
  ]);
  expect(pathOf({ labels: { region: 'eu-central-1' } })).toEqual([
    '/invocations',
    { region: 'eu-central-1', groupBy: 'region' },
  ]);
  expect(pathOf({ labels: { 'tenant.id': 'a b' } })).toEqual([
    '/invocations',
    { 'attribute.tenant.id': 'a b', groupBy: 'tenant.id' },
  ]);
});

it('leads to the map for calls, narrowed to what they are made to', () => {
  const figure = 'dependency_errors';
  expect(pathOf({ figure, labels: { dependency: '(others)', environment: 'test' } })).toEqual([
    '/map',
    { dependency: '', environment: 'test' },
  ]);
  expect(pathOf({ figure, functionId: ID })).toEqual(['/map', { functionId: ID }]);
  expect(pathOf({ figure })).toEqual(['/map', {}]);
});
