import { describe, expect, it } from 'vitest';
import { compare, fraction, parseFraction } from '../fraction';
import { PRODUCTS } from '../products/index';
import { gcpTier } from './gcp-regions';
import { LIST_PRICES } from './index';
import { isSourceKey } from './sources';

describe('the built-in prices', () => {
  it('are of products that there are, and each product has some', () => {
    const priced = new Set(LIST_PRICES.map(({ provider, product }) => `${provider}/${product}`));
    expect([...priced].sort()).toEqual(
      PRODUCTS.map(({ provider, product }) => `${provider}/${product}`).sort(),
    );
  });

  it('name a number, a source and a unit; tiers rise and begin with the price', () => {
    for (const price of LIST_PRICES) {
      const label = JSON.stringify(price);
      expect(price.price === null || parseFraction(price.price) !== null, label).toBe(true);
      expect(isSourceKey(price.source) && price.unit !== '', label).toBe(true);
      const { tiers } = price;
      if (tiers.length === 0) continue;
      expect(tiers[0]?.price, label).toBe(price.price);
      expect(tiers.at(-1)?.upTo, label).toBeNull();
      const bounds = tiers.slice(0, -1).map(({ upTo }) => fraction(upTo ?? 'no bound'));
      for (const [index, bound] of bounds.entries())
        if (index > 0) expect(compare(bound, bounds[index - 1] ?? bound), label).toBeGreaterThan(0);
    }
  });

  it('never say two things of one meter on one day', () => {
    const keys = LIST_PRICES.map(({ provider, product, plan, architecture, region, meter, from }) =>
      [provider, product, plan, architecture, region, meter, from].join(' '),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('groups Google’s regions by generation', () => {
  expect([gcpTier('cloud-functions-1st-gen', 'europe-west2'), gcpTier('cloud-run', 'europe-west2')]).toEqual([
    'tier-1',
    'tier-2',
  ]);
  expect(gcpTier('cloud-run', 'mars-1')).toBeNull();
});
