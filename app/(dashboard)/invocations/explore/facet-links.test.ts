import { expect, test } from 'vitest';
import { narrowingOf } from './facet-links';
import { fieldLabel, groupLabel, nameOfGroup } from './fields';

test.each([
  ['outcome', 'error', false, { name: 'outcome', value: 'error' }],
  ['function', 'f1', false, { name: 'functionId', value: 'f1' }],
  ['version', null, false, { name: 'version', value: '(none)' }],
  ['memoryMb', null, false, { name: 'memoryMb', value: '0' }],
  ['coldStart', 'true', false, { name: 'coldStart', value: 'true' }],
  ['coldStart', null, false, null],
  ['tenant.id', 'acme', true, { name: 'attribute.tenant.id', value: 'acme' }],
  ['tenant.id', null, true, null],
  ['tenant.id', '', true, null],
  ['environment', '', false, { name: 'environment', value: '' }],
])('%s %s is narrowed to by its own parameter', (field, value, isAttribute, narrowing) => {
  expect(narrowingOf(field, { value }, isAttribute)).toEqual(narrowing);
});

test('functions of one name are told apart', () => {
  const functions = new Map([['f1', 'checkout (staging)']]);
  expect(nameOfGroup('function', { value: 'f1', label: 'checkout' }, functions)).toBe('checkout (staging)');
  expect(nameOfGroup('function', { value: 'f9', label: 'gone' }, functions)).toBe('gone');
  expect(nameOfGroup('version', { value: 'f1', label: 'f1' }, functions)).toBe('f1');
});

test('groups and fields have names for people, attributes their own', () => {
  expect([fieldLabel('memoryMb'), fieldLabel('tenant.id')]).toEqual(['Memory, MB', 'tenant.id']);
  expect([
    groupLabel('coldStart', 'true'),
    groupLabel('version', null),
    groupLabel('version', '503'),
  ]).toEqual(['cold', 'none', '503']);
  expect(groupLabel('errorType', '503')).toBe('HTTP 503');
});
