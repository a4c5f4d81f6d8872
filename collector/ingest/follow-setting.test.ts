import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { PriceChange } from '@/core/model/price-override';
import { followSetting } from './follow-setting';

const PRICE: PriceChange = {
  provider: 'aws',
  product: null,
  plan: null,
  meter: null,
  region: null,
  architecture: null,
  priceUsd: null,
  tiers: [],
  discountPercent: '10',
  from: null,
  to: null,
  origin: 'user',
  source: 'contract',
};

it('hands a setting over before it returns, again when it changes, and goes on after a failure', async () => {
  let prices: readonly PriceChange[] | null = [PRICE];
  const used: (readonly PriceChange[])[] = [];
  const warned: string[] = [];
  const following = await followSetting<readonly PriceChange[]>({
    what: 'prices',
    read: async () => prices ?? Promise.reject(new Error('busy')),
    use: (changed) => used.push(changed),
    warn: (text) => warned.push(text),
    everyMs: 1,
  });
  expect(used).toEqual([[PRICE]]);
  prices = null;
  await until(() => warned.length > 0);
  prices = [];
  await until(() => used.length > 1);
  await following.stop();
  expect(used).toEqual([[PRICE], []]);
});

it('does not begin without what users set', async () => {
  const used: unknown[] = [];
  const following = followSetting({
    what: 'the rules of redaction',
    read: () => Promise.reject(new Error('damaged')),
    use: (setting) => used.push(setting),
    warn: () => {},
  });
  await expect(following).rejects.toThrow('damaged');
  expect(used).toEqual([]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(1);
}
