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

/** Something that a product bills by, and how much of it was used. */
export interface Charge {
  readonly meter: string;
  /** In the unit of the meter's price. */
  readonly quantity: Fraction;
  /** How the quantity comes about, in words and figures. */
  readonly how: string;
  /** What the line is called, where one meter makes several lines. */
  readonly line?: string;
  /** Of another product of the same provider; left out: of this one. */
  readonly product?: string;
  /** Left out: the plan of the circumstances. */
  readonly plan?: string;
  /** What the caller says one unit costs in USD, instead of the list; null: nothing said. */
  readonly priceUsd?: Fraction | null;
  /** The same in tiers. */
  readonly tiersUsd?: readonly { readonly upTo: Fraction | null; readonly price: Fraction }[] | null;
  /** Units that cost nothing whatever the tier; left out: the list's allowance, when the free tier is asked for. */
  readonly freeUnits?: Fraction;
}

/** What was used in a month, before prices. */
export interface Bill {
  readonly charges: readonly Charge[];
  /** What one invocation is billed for, where a product bills by it. */
  readonly billedMs?: Fraction | null;
  /** `exact` when left out. */
  readonly precision?: CostPrecision;
  /** Which input was missing and what was taken instead; other things to know. */
  readonly notes?: readonly string[];
  /** What one unit of another currency is worth in USD; null when it was not said. */
  readonly usdPer?: { readonly [Currency in ListPrice['currency']]?: Fraction | null };
}

/** One product of a provider: what it bills by. Pure. */
export interface Product {
  readonly provider: string;
  readonly product: string;
  readonly title: string;
  /** The first one counts when none is named; empty for a product without. */
  readonly plans: readonly string[];
  /** Other spellings of its name. */
  readonly aliases: readonly string[];
  readonly inputs: InputSpecs;
  /**
   * @throws FaaslensError `invalid_input` that names the input that is missing, unknown or wrong
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

/** A number for a person: at most 6 places, thousands apart. */
export function say(value: Fraction): string {
  const [whole = '0', decimals] = format(value, 6).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
