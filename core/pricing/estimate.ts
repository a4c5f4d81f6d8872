import { formatPicoUsd, type PicoUsd, parsePicoUsd } from '../model/money';
import type { CostLineView } from '../model/views';
import { formatQuantity, gbSeconds, type Quantity, wholeQuantity } from './decimal';
import { type Architecture, amount, billedMs, initIsBilled, lambdaPrices } from './lambda';
import { LAMBDA_FREE_TIER, type LambdaPrices, type Tier } from './prices/aws-lambda';
import { describeSource } from './prices/sources';

/** A month of equal invocations of one AWS Lambda function on demand. */
export interface EstimateInput {
  readonly region: string;
  readonly architecture: Architecture;
  readonly memoryMb: number;
  /** Decimal strings of milliseconds, so that nothing is lost before rounding. */
  readonly durationMs: string;
  readonly initMs: string;
  /** Images are billed for init at any time, ZIP packages since 2025-08-01. */
  readonly packageType: 'Zip' | 'Image';
  readonly requests: number;
  readonly freeTier: boolean;
  /** The day whose prices and rules count, in milliseconds since the epoch. */
  readonly asOfMs: number;
}

export interface Estimate {
  readonly lines: readonly CostLineView[];
  readonly totalUsd: string;
  /** What one invocation is billed for. */
  readonly billedDurationMs: number;
  readonly precision: 'exact' | 'estimated';
  readonly source: string;
  readonly notes: readonly string[];
}

/**
 * The list price of a month. Each line is rounded half up to 10^-12 USD, the total is their sum. Free units are taken
 * off before tiers are counted. Null when no price of the region on that day is known.
 */
export function estimate(input: EstimateInput): Estimate | null {
  const prices = lambdaPrices(input.region, input.asOfMs);
  if (!prices) return null;
  const billsInit = input.packageType === 'Image' || initIsBilled(input.asOfMs);
  const billed = billedMs(parseNs(input.durationMs), billsInit ? parseNs(input.initMs) : 0n);
  const requests = BigInt(input.requests);
  const used = gbSeconds(billed * requests, BigInt(input.memoryMb));

  const free = input.freeTier ? LAMBDA_FREE_TIER : { gbSeconds: 0n, requests: 0n };
  const paidTime = takeOff(used, wholeQuantity(free.gbSeconds));
  const paidRequests = takeOff(wholeQuantity(requests), wholeQuantity(free.requests));
  const tiers = prices.duration[input.architecture];
  const parts = [
    ...tierParts(paidRequests, [{ upTo: null, usd: prices.request }]).map((part) =>
      line('requests', 'request', part, prices),
    ),
    ...tierParts(paidTime, tiers).map((part) => line('duration', 'GB-second', part, prices)),
  ];

  const pastKnownTier = tiers.length === 1 && paidTime > wholeQuantity(SMALLEST_FIRST_TIER);
  return {
    lines: parts.map(({ view }) => view),
    totalUsd: formatPicoUsd(parts.reduce((sum, part) => sum + part.amount, 0n)),
    billedDurationMs: Number(billed),
    precision: pastKnownTier ? 'estimated' : 'exact',
    source: describeSource(prices.source),
    notes: pastKnownTier ? [`the volume discounts of ${input.region} are unknown and left out`] : [],
  };
}

/** GB-seconds a month from which volume discounts begin somewhere. */
const SMALLEST_FIRST_TIER = 6_000_000_000n;

interface Part {
  readonly quantity: Quantity;
  readonly usd: string;
}

function tierParts(quantity: Quantity, tiers: readonly Tier[]): readonly Part[] {
  const parts: Part[] = [];
  let from = 0n;
  for (const { upTo, usd } of tiers) {
    const end = upTo === null ? quantity : smaller(quantity, wholeQuantity(BigInt(upTo)));
    if (end > from || parts.length === 0) parts.push({ quantity: end - from, usd });
    from = end;
  }
  return parts;
}

function line(
  meter: string,
  unit: string,
  { quantity, usd }: Part,
  prices: LambdaPrices,
): { view: CostLineView; amount: PicoUsd } {
  const price = amount(quantity, parsePicoUsd(usd));
  const view = {
    meter,
    quantity: formatQuantity(quantity),
    unit,
    unitPriceUsd: usd,
    amountUsd: formatPicoUsd(price),
    source: describeSource(prices.source),
  };
  return { view, amount: price };
}

function takeOff(quantity: Quantity, free: Quantity): Quantity {
  return quantity > free ? quantity - free : 0n;
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** Nanoseconds of decimal milliseconds; digits beyond a nanosecond round up, as billing does. */
function parseNs(milliseconds: string): bigint {
  const [whole = '0', fraction = ''] = milliseconds.split('.');
  const kept = BigInt(whole + fraction.slice(0, 6).padEnd(6, '0'));
  return /[1-9]/.test(fraction.slice(6)) ? kept + 1n : kept;
}
