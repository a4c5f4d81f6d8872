import type { PriceOverride } from '@/core/model/price-override';
import { catalog, type ProductView } from '@/core/pricing/catalog';
import {
  type PricedScope,
  type PriceInForce,
  pricedScopes,
  pricesInForce,
} from '@/core/pricing/prices-in-force';
import { services } from './door';
import { parseInput } from './inputs/parse';
import { pricesSchema } from './inputs/prices';
import { type ImportView, importViews } from './views/prices';

/** The products that can be priced, and what each bills by. */
export async function listPricedProducts(): Promise<readonly ProductView[]> {
  const { settings } = await services();
  return catalog(await settings.listPriceOverrides());
}

/** What a price or a discount may apply to. */
export async function listPricedScopes(): Promise<readonly PricedScope[]> {
  const { settings } = await services();
  return pricedScopes(await settings.listPriceOverrides());
}

export interface PricesInput {
  readonly provider: string;
  readonly product: string;
  readonly region?: string;
  /** A day, by default today. */
  readonly asOf?: string;
}

/** The prices of a product in force on a day in a region, and their sources. */
export async function listPrices(input: PricesInput): Promise<readonly PriceInForce[]> {
  const { settings, now } = await services();
  const { asOf, ...of } = parseInput(pricesSchema, input);
  const atMs = asOf === undefined ? now() : Date.parse(asOf);
  return pricesInForce({ ...of, atMs }, await settings.listPriceOverrides());
}

/** The user's own prices and discounts, newest first. */
export async function listOwnPrices(): Promise<readonly PriceOverride[]> {
  const { settings } = await services();
  return (await settings.listPriceOverrides()).filter(({ origin }) => origin === 'user');
}

/** One of the user's own; null if there is none with that id. */
export async function getOwnPrice(id: string): Promise<PriceOverride | null> {
  return (await listOwnPrices()).find((price) => price.id === id) ?? null;
}

/** The price files that were imported, by product. */
export async function listPriceImports(): Promise<readonly ImportView[]> {
  const { settings } = await services();
  return importViews(await settings.listPriceOverrides());
}
