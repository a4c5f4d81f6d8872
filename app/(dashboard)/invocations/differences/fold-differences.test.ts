import { expect, test } from 'vitest';
import type { Difference } from '@/core/model/explore/rank-differences';
import { foldDifferences } from './fold-differences';

type Shares = Readonly<Record<string, readonly [number, number]>>;

/** A difference whose first value differs most. */
function difference(key: string, shares: Shares, set: Partial<Difference> = {}): Difference {
  const values = Object.entries(shares).map(([value, [selectedShare, restShare]]) => ({
    value,
    selectedShare,
    restShare,
  }));
  const [told] = values;
  if (told === undefined) throw new Error('no value');
  return { kind: 'attribute', key, comparison: 'is', score: 0.5, ...told, values, ...set };
}

const folded = (items: readonly Difference[]) =>
  foldDifferences(items).map(({ first, alike }) => [first.key, ...alike.map(({ key }) => key)]);

test('what varies together is told once, a field first, then the shortest value', () => {
  const deployment = difference('deployment.id', { 'dpl-77': [0.9, 0.1], 'dpl-76': [0.1, 0.9] });
  const version = difference('version', { v7: [0.9, 0.1], v6: [0.1, 0.9] }, { kind: 'field' });
  const told = { value: 'arn:aws:x:7', selectedShare: 0.9, restShare: 0.1 };
  const arn = difference('resource', { 'arn:aws:x:6': [0.1, 0.9], 'arn:aws:x:7': [0.9, 0.1] }, told);
  expect(folded([arn, deployment, version])).toEqual([['version', 'deployment.id', 'resource']]);
});

test('of fields the one that came first is told', () => {
  const field = { kind: 'field' } as const;
  const ofFunction = difference('function', { '38dc2e89e190398c': [0.8, 0.4], other: [0.2, 0.6] }, field);
  const trigger = difference('trigger', { http: [0.8, 0.4], queue: [0.2, 0.6] }, field);
  expect(folded([ofFunction, trigger])).toEqual([['function', 'trigger']]);
});

test('the same shares of one value alone are not the same: the others may be spread in another way', () => {
  const tenant = difference('tenant', { acme: [1, 0.1], other: [0, 0.9] });
  const region = difference('region', { eu: [1, 0.1], us: [0, 0.5], ap: [0, 0.4] });
  expect(folded([tenant, region])).toEqual([['tenant'], ['region']]);
});

test('what a field is read from is told with it, and what varies with that, though fewer of them were read', () => {
  const version = difference('version', { v7: [0.9, 0.1], v6: [0.1, 0.9] }, { kind: 'field' });
  const read = difference('faas.version', { v7: [0.88, 0.12], v6: [0.12, 0.88] });
  const deployment = difference('deployment.id', { 'dpl-77': [0.88, 0.12], 'dpl-76': [0.12, 0.88] });
  expect(folded([version, deployment, read])).toEqual([['version', 'faas.version', 'deployment.id']]);
  const numbered = { ...version, comparison: 'atLeast' } as const;
  expect(folded([numbered, read])).toEqual([['version'], ['faas.version']]);
});

test('attributes that only one side has are the same, whatever their values', () => {
  const present = { comparison: 'present', value: null, selectedShare: 1, restShare: 0 } as const;
  const message = difference('exception.message', { a: [0.5, 0], b: [0.5, 0] }, present);
  const stack = difference('exception.stack', { x: [0.2, 0], y: [0.8, 0] }, present);
  const type = difference('exception.type', { TypeError: [1, 0] });
  expect(folded([message, stack, type])).toEqual([
    ['exception.type', 'exception.message', 'exception.stack'],
  ]);
});

test('the order of the greatest differences stays', () => {
  const first = difference('a', { x: [1, 0], y: [0, 1] });
  const second = difference('b', { x: [0.8, 0.1], y: [0.2, 0.9] });
  const asFirst = difference('c', { long: [1, 0], longer: [0, 1] });
  expect(folded([first, second, asFirst])).toEqual([['a', 'c'], ['b']]);
  expect(foldDifferences([])).toEqual([]);
});
