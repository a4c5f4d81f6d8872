import { expect, it } from 'vitest';
import type { PriceSettings } from '@/core/settings/settings';
import { knowPrices } from './known-prices';

/** Counts reads of prices; nothing is set, so that results differ only by when they were read. */
function open() {
  const state = { asked: 0, nowMs: 0, fails: false };
  const refuse = async (): Promise<never> => {
    throw new Error('not asked for');
  };
  const settings: PriceSettings = {
    async listPriceOverrides() {
      state.asked += 1;
      if (state.fails) throw new Error('locked');
      return [];
    },
    createPriceOverride: refuse,
    updatePriceOverride: refuse,
    deletePriceOverride: refuse,
    importPrices: async () => undefined,
    removeImportedPrices: refuse,
  };
  return { state, known: knowPrices(settings, () => state.nowMs) };
}

it('prices are asked for once while they are fresh, and once behind an answer when they are not', async () => {
  const { state, known } = open();
  const first = await known.costLines();
  state.nowMs = 2000;
  expect(await known.costLines()).toBe(first);
  expect(state.asked).toBe(1);
  state.nowMs = 2001;
  const asked = [known.costLines(), known.costLines()];
  for (const lines of asked) expect(await lines).toBe(first);
  expect(state.asked).toBe(2);
  const second = await known.costLines();
  expect(second).not.toBe(first);
  expect(await known.costLines()).toBe(second);
  expect(state.asked).toBe(2);
});

it('a price that is changed here counts at once, also while the others are being learned', async () => {
  const { state, known } = open();
  const first = await known.costLines();
  await known.settings.importPrices([]);
  const second = await known.costLines();
  expect(second).not.toBe(first);
  state.nowMs = 9000;
  const behind = known.costLines();
  await known.settings.importPrices([]);
  expect(await behind).toBe(second);
  const third = await known.costLines();
  expect(third).not.toBe(second);
  expect(await known.costLines()).toBe(third);
});

it('a change that failed may have happened: what was known is forgotten', async () => {
  const { known } = open();
  const first = await known.costLines();
  await expect(known.settings.deletePriceOverride('prc_1')).rejects.toThrow('not asked for');
  expect(await known.costLines()).not.toBe(first);
});

it('what cannot be learned is asked for again, and what is known stays meanwhile', async () => {
  const { state, known } = open();
  state.fails = true;
  await expect(known.costLines()).rejects.toThrow('locked');
  state.fails = false;
  const first = await known.costLines();
  state.fails = true;
  for (state.nowMs = 9000; state.nowMs < 30_000; state.nowMs += 9000) {
    expect(await known.costLines()).toBe(first);
    await new Promise(setImmediate);
  }
  expect(state.asked).toBe(5);
});
