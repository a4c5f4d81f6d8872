import { expect, it } from 'vitest';
import { describeNarrowing, NEW_RULE } from './describe-rule';

const everything = NEW_RULE.filter;
const named = (id: string) => (id === '1f' ? 'checkout' : id);

it('says nothing of a rule that watches everything', () => {
  expect(describeNarrowing(everything, named)).toBe('');
});

it('names all that a rule is narrowed to', () => {
  const filter = {
    functionId: '1f',
    service: 'shop',
    environment: 'production',
    version: '7',
    dependency: 'payments.example.com',
  };
  expect(describeNarrowing(filter, named)).toBe(
    'checkout, service shop, version 7, in production, calls to payments.example.com',
  );
});

it('tells functions without an environment from those of any', () => {
  expect(describeNarrowing({ ...everything, environment: '' }, named)).toBe('without an environment');
});
