import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '../database/migrate';
import { openDatabase } from '../database/open';
import type { PriceChange } from '../model/price-override';
import { type OpenSettings, openSettings } from './index';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
const OWN = {
  provider: 'aws',
  product: 'lambda',
  meter: 'duration',
  priceUsd: '0.00001',
  source: 'contract',
};
const IMPORTED: PriceChange = {
  ...OWN,
  plan: null,
  region: 'eu-west-1',
  architecture: 'arm64',
  tiers: [
    { upTo: '10', price: '0.00001' },
    { upTo: null, price: '0.000005' },
  ],
  discountPercent: null,
  from: '2026-11-01',
  to: null,
  origin: 'import',
  source: 'price list',
};

let folder = '';
let settings: OpenSettings;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-prices-'));
  const databaseFile = join(folder, 'prices.db');
  const database = openDatabase(databaseFile);
  migrate(database, MIGRATIONS);
  database.close();
  settings = await openSettings({ databaseFile, now: () => 1_700_000_000_000 });
});
afterEach(async () => {
  await settings.close();
  rmSync(folder, { recursive: true, force: true });
});

it('keeps what a user sets, whole, until it is deleted', async () => {
  const made = await settings.createPriceOverride(OWN);
  expect(made).toMatchObject({ ...OWN, origin: 'user', region: null, tiers: [], from: null });
  expect(await settings.listPriceOverrides()).toEqual([made]);
  const changed = await settings.updatePriceOverride(made.id, { ...OWN, priceUsd: '0.00002' });
  expect(changed).toEqual({ ...made, priceUsd: '0.00002' });
  await settings.deletePriceOverride(made.id);
  expect(await settings.listPriceOverrides()).toEqual([]);
});

it('replaces imports of the same product only, and lets nobody edit them', async () => {
  await settings.createPriceOverride(OWN);
  await settings.importPrices([IMPORTED, { ...IMPORTED, product: 'lambda-edge' }]);
  await settings.importPrices([{ ...IMPORTED, priceUsd: '0.00003' }]);
  const all = await settings.listPriceOverrides();
  expect(all.map(({ origin, product, priceUsd }) => [origin, product, priceUsd]).sort()).toEqual([
    ['import', 'lambda', '0.00003'],
    ['import', 'lambda-edge', '0.00001'],
    ['user', 'lambda', '0.00001'],
  ]);
  const imported = all.find(({ product, origin }) => product === 'lambda' && origin === 'import');
  expect(imported).toMatchObject({ tiers: IMPORTED.tiers, architecture: 'arm64', from: '2026-11-01' });
  const id = imported?.id ?? '';
  await expect(settings.deletePriceOverride(id)).rejects.toMatchObject({ code: 'conflict' });
  await expect(settings.updatePriceOverride(id, OWN)).rejects.toMatchObject({ code: 'conflict' });
  await expect(settings.deletePriceOverride('prc_none')).rejects.toMatchObject({ code: 'not_found' });
});

it('takes away what was imported for a product, and nothing else', async () => {
  await settings.createPriceOverride(OWN);
  await settings.importPrices([IMPORTED, { ...IMPORTED, product: 'lambda-edge' }]);
  await settings.removeImportedPrices({ provider: 'aws', product: 'lambda' });
  const left = await settings.listPriceOverrides();
  expect(left.map(({ origin, product }) => [origin, product]).sort()).toEqual([
    ['import', 'lambda-edge'],
    ['user', 'lambda'],
  ]);
  await expect(settings.removeImportedPrices({ provider: 'aws', product: 'lambda' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
