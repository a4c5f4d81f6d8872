import { describe, expect, it } from 'vitest';
import { catalog } from '@/core/pricing/catalog';
import { estimate } from '@/core/pricing/estimate';
import { draftOf, draftParams, draftRequest, newDraft, productKey } from './draft';

const PRODUCTS = catalog();
const ALL = PRODUCTS.map((product) => [productKey(product), product] as const);

describe('the form of the calculator', () => {
  it.each(ALL)('has lines to show at once for %s', (_, product) => {
    const draft = newDraft(product);
    const { lines } = estimate(draftRequest(draft, product.inputs), { nowMs: Date.parse('2026-11-21') });
    expect(lines.length).toBeGreaterThan(0);
  });

  it.each(ALL)('comes back from its URL for %s', (_, product) => {
    const draft = { ...newDraft(product), freeTier: true };
    expect(draftOf(Object.fromEntries(draftParams(draft)), PRODUCTS)).toEqual(draft);
  });

  it('has samples under a link that names no more than the product', () => {
    const { values } = draftOf({ product: 'azure/functions' }, PRODUCTS) ?? {};
    expect(values).toMatchObject({ executions: '1000000', durationMs: '120' });
  });

  it('begins with the first product, and keeps what the next one has in common', () => {
    const first = draftOf({ product: 'acme/naps' }, PRODUCTS);
    expect(first).toMatchObject({ provider: 'aws', product: 'lambda', region: 'us-east-1' });
    const azure = PRODUCTS.find(({ provider }) => provider === 'azure');
    if (!first || !azure) throw new Error('no such product');
    const typed = { ...first, freeTier: true, values: { ...first.values, durationMs: '77' } };
    expect(newDraft(azure, typed)).toMatchObject({ freeTier: true, values: { durationMs: '77' } });
    expect(newDraft(azure, typed).values).not.toHaveProperty('initMs');
  });

  it('sends nothing for what is left empty', () => {
    const [lambda] = PRODUCTS;
    if (!lambda) throw new Error('no product');
    const draft = { ...newDraft(lambda), plan: '' };
    const body = draftRequest({ ...draft, values: { memoryMb: '128', durationMs: ' ' } }, lambda.inputs);
    expect(body).toMatchObject({ memoryMb: '128' });
    expect(body).not.toHaveProperty('durationMs');
    expect(body).not.toHaveProperty('plan');
  });
});
