import { expect, it } from 'vitest';
import { describeNarrowing, describeRule, NEW_RULE } from './describe-rule';

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

it('says over how long and of how many a figure is taken, and no window of one that has its own', () => {
  expect(describeRule(NEW_RULE)).toBe(
    'share of failed invocations above 5% within 5 min, of at least 20 invocations',
  );
  const forecast = {
    kind: 'change',
    direction: 'above',
    ratio: 1.5,
    recoveryRatio: null,
    floor: null,
    against: 'mean_7d',
    minBaselineSamples: 0,
  } as const;
  expect(describeRule({ ...NEW_RULE, figure: 'cost_forecast_day', condition: forecast, minSamples: 0 })).toBe(
    'forecast cost of the day above 1.5 times the mean of 7 days',
  );
});
