import { importViews } from '@/app/_queries/views/prices';
import { importPrices, listPriceImports, removePriceImport } from '@/app/api/_contract/prices';
import { route } from '@/app/api/_http/route';
import { importPriceJson } from '@/core/pricing/importers/index';

export const GET = route(listPriceImports, async ({ services: { settings } }) => ({
  items: importViews(await settings.listPriceOverrides()),
  nextCursor: null,
}));

export const POST = route(importPrices, async ({ body, services: { settings } }) => {
  const { source, prices, skipped } = importPriceJson(body);
  await settings.importPrices(prices);
  const products = new Set(prices.map(({ provider, product }) => `${provider}/${product}`));
  return { source, prices: prices.length, products: [...products], skipped };
});

export const DELETE = route(removePriceImport, async ({ query, services: { settings } }) => {
  await settings.removeImportedPrices(query);
  return null;
});
