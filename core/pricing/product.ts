import type { CostPrecision } from '../model/invocation';
import { type Fraction, format } from './fraction';
import { type Given, type InputSpecs, readInputs } from './inputs';
import type { Architecture, ListPrice } from './list-price';

/** Where, when and under which plan something is billed. */
export interface Circumstances {
  readonly region: string;
  readonly architecture: Architecture;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Null for a product without plans. */
  readonly plan: string | null;
  readonly freeTier: boolean;
}

/** A meter of a product, and how much of it was used. */
export interface Charge {
  readonly meter: string;
  /** In the unit of the meter's price. */
  readonly quantity: Fraction;
  /** How the quantity is calculated, in words and figures. */
  readonly how: string;
  /** The name of the line, where one meter has several lines. */
  readonly line?: string;
  /** The product of the same provider to which the meter belongs; omitted: this one. */
  readonly product?: string;
  /** Omitted: the plan of the circumstances. */
  readonly plan?: string;
  /** The caller's price per unit in USD, instead of the list price; null: not given. */
  readonly priceUsd?: Fraction | null;
  /** The same in tiers. */
  readonly tiersUsd?: readonly { readonly upTo: Fraction | null; readonly price: Fraction }[] | null;
  /** Units that are free whatever the tier; omitted: the list's allowance, if the free tier is requested. */
  readonly freeUnits?: Fraction;
}

/** A month's usage, before prices. */
export interface Bill {
  readonly charges: readonly Charge[];
  /** The time billed for one invocation, where a product bills by it. */
  readonly billedMs?: Fraction | null;
  /** `exact` if omitted. */
  readonly precision?: CostPrecision;
  /** Assumptions for missing inputs, and other remarks. */
  readonly notes?: readonly string[];
  /** The value in USD of one unit of another currency; null when not given. */
  readonly usdPer?: { readonly [Currency in ListPrice['currency']]?: Fraction | null };
}

/** One product of a provider, and its meters. Pure. */
export interface Product {
  readonly provider: string;
  readonly product: string;
  readonly title: string;
  /** The first is the default; empty for a product without plans. */
  readonly plans: readonly string[];
  /** Other spellings of its name. */
  readonly aliases: readonly string[];
  readonly inputs: InputSpecs;
  /**
   * @throws FaaslensError `invalid_input` that names the missing, unknown or wrong input
   */
  bill(inputs: Readonly<Record<string, unknown>>, circumstances: Circumstances): Bill;
}

export function defineProduct<const Specs extends InputSpecs>({
  provider,
  product,
  title,
  plans = [],
  aliases = [],
  inputs,
  bill,
}: {
  readonly provider: string;
  readonly product: string;
  readonly title: string;
  readonly plans?: readonly string[];
  readonly aliases?: readonly string[];
  readonly inputs: Specs;
  readonly bill: (given: Given<Specs>, circumstances: Circumstances) => Bill;
}): Product {
  return {
    provider,
    product,
    title,
    plans,
    aliases,
    inputs,
    bill: (body, circumstances) => bill(readInputs(inputs, body), circumstances),
  };
}

/** A number for people: at most 6 decimal places, with thousands separators. */
export function say(value: Fraction): string {
  const [whole = '0', decimals] = format(value, 6).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
