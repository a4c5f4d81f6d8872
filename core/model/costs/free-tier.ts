import { type PicoUsd, parsePicoUsd } from '../money';
import { lesserOf } from '../order';

/** The usage of one product in a month. */
export interface ProductUsage {
  /** As in price tables: `aws/lambda`. */
  readonly product: string;
  readonly requests: number;
  /** Memory times billed time, as far as both are known. */
  readonly gbSeconds: number;
  /** The fees per request, and all other costs. */
  readonly requestCost: PicoUsd;
  readonly timeCost: PicoUsd;
}

/** What a product includes free of charge each month. */
export interface Allowance {
  readonly meter: string;
  readonly quantity: string;
  readonly unit: string;
  /** Its value at list price. */
  readonly worthUsd: string;
}

export interface AllowanceUse {
  readonly product: string;
  readonly meter: string;
  readonly unit: string;
  readonly quantity: string;
  /** Null where it is not measured. */
  readonly used: number | null;
  readonly saved: PicoUsd;
}

/**
 * What the free allowances take off the list price of a month's usage, as if it all belonged to one account. Where usage is
 * measured in the allowance's unit, its free share; otherwise the value of the allowance; never more than the cost.
 */
export function freeTierOf(usage: ProductUsage, allowances: readonly Allowance[]): readonly AllowanceUse[] {
  let timeLeft = usage.timeCost;
  return allowances.map(({ meter, quantity, unit, worthUsd }) => {
    const of = { product: usage.product, meter, unit, quantity };
    if (unit === 'request') {
      return {
        ...of,
        used: usage.requests,
        saved: freeShare(usage.requestCost, Number(quantity), usage.requests),
      };
    }
    const counted = unit === 'GB-second' && usage.gbSeconds > 0;
    const worth = counted
      ? freeShare(usage.timeCost, Number(quantity), usage.gbSeconds)
      : parsePicoUsd(worthUsd);
    const saved = lesserOf(worth, timeLeft);
    timeLeft -= saved;
    return { ...of, used: counted ? usage.gbSeconds : null, saved };
  });
}

/**
 * Scales each product's usage in proportion to a forecast of the total cost: usages that add up to `cost` become usages that
 * add up to `forecast` exactly.
 */
export function grownUsages(
  usages: readonly ProductUsage[],
  cost: PicoUsd,
  forecast: PicoUsd,
): readonly ProductUsage[] {
  if (cost === 0n) return usages;
  const growth = Number((forecast * 1_000_000n) / cost) / 1_000_000;
  let before = 0n;
  // The boundaries between parts are rounded, not the parts.
  const grow = (part: PicoUsd): PicoUsd => {
    const from = (before * forecast) / cost;
    before += part;
    return (before * forecast) / cost - from;
  };
  return usages.map((usage) => ({
    product: usage.product,
    requests: Math.round(usage.requests * growth),
    gbSeconds: usage.gbSeconds * growth,
    requestCost: grow(usage.requestCost),
    timeCost: grow(usage.timeCost),
  }));
}

function freeShare(cost: PicoUsd, free: number, used: number): PicoUsd {
  if (used <= free) return cost;
  const PARTS = 1_000_000_000;
  return (cost * BigInt(Math.round((free / used) * PARTS))) / BigInt(PARTS);
}
