import { describe, expect, it } from 'vitest';
import { priceInputSchema } from '@/core/settings/price-input';
import { draftOfPrice, newPrice, nodePrice, priceInput, refusedField } from './price-draft';

const LAMBDA = {
  provider: 'aws',
  product: 'lambda',
  title: 'AWS Lambda',
  meters: [{ meter: 'duration', unit: 'GB-second' }],
  plans: [],
  regions: ['us-east-1'],
  byArchitecture: true,
};

describe('the form of a price', () => {
  it('becomes what the API takes: a price, for all that was left open', () => {
    const input = priceInput({ ...newPrice(LAMBDA), amount: ' 0.00001 ', source: 'contract' });
    expect(priceInputSchema.parse(input)).toMatchObject({
      provider: 'aws',
      product: 'lambda',
      meter: 'duration',
      priceUsd: '0.00001',
      discountPercent: null,
      region: null,
      from: null,
    });
  });

  it('becomes a discount on everything of a provider', () => {
    const draft = { ...newPrice(LAMBDA), kind: 'discount', of: 'aws', meter: '', amount: '12' } as const;
    expect(priceInputSchema.parse(priceInput({ ...draft, source: 'savings plan' }))).toMatchObject({
      provider: 'aws',
      product: null,
      meter: null,
      priceUsd: null,
      discountPercent: '12',
    });
  });

  it('shows a stored price as it is, and keeps its tiers unless the price changes', () => {
    const tiers = [
      { upTo: '10', price: '0.1' },
      { upTo: null, price: '0.05' },
    ];
    const stored = {
      ...priceInputSchema.parse({
        ...priceInput({ ...newPrice(LAMBDA), amount: '0.1', source: 'contract', from: '2026-01-01' }),
        tiers,
      }),
      id: 'prc_1',
      origin: 'user' as const,
      createdAt: 0,
    };
    const draft = draftOfPrice(stored);
    expect(priceInputSchema.parse(priceInput(draft))).toEqual(
      expect.objectContaining({ priceUsd: '0.1', tiers, from: '2026-01-01' }),
    );
    expect(priceInput({ ...draft, amount: '0.2' }).tiers).toEqual([]);
  });
});

it('finds the field that a refusal is about', () => {
  expect(refusedField('priceUsd: must be a decimal text')).toEqual({
    field: 'amount',
    why: 'must be a decimal text',
  });
  expect([refusedField('Faaslens did not answer: is it running?'), refusedField(null)]).toEqual([null, null]);
});

it('works out what a GB-second of a node costs', () => {
  expect(nodePrice('0.36', '16')).toBe('0.00000625');
  expect([nodePrice('', '16'), nodePrice('1', '0'), nodePrice('x', '1')]).toEqual([null, null, null]);
});
