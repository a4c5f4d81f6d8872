import { type PicoUsd, parsePicoUsd } from '../model/money';
import { divideHalfUp, QUANTITY_UNIT, type Quantity } from './decimal';
import { INIT_BILLED_SINCE, LAMBDA_PRICES, type LambdaPrices } from './prices/aws-lambda';

export type Architecture = 'x86_64' | 'arm64';

const NS_PER_MS = 1_000_000n;
const INIT_BILLED_SINCE_MS = Date.parse(INIT_BILLED_SINCE);

/** Read once: every invocation asks for its region. The newest comes first. */
const PRICES_OF_REGION = new Map<string, { readonly fromMs: number; readonly prices: LambdaPrices }[]>();
for (const prices of LAMBDA_PRICES) {
  const others = PRICES_OF_REGION.get(prices.region) ?? [];
  others.push({ fromMs: Date.parse(prices.from), prices });
  PRICES_OF_REGION.set(
    prices.region,
    others.sort((a, b) => b.fromMs - a.fromMs),
  );
}

/** The list prices of a region on a day, or null when none is known. */
export function lambdaPrices(region: string, atMs: number): LambdaPrices | null {
  return PRICES_OF_REGION.get(region)?.find(({ fromMs }) => fromMs <= atMs)?.prices ?? null;
}

/** Whether any price of the region is known, of whatever day. */
export function hasLambdaPrices(region: string): boolean {
  return PRICES_OF_REGION.has(region);
}

/** Architecture names as emitters spell them; null for one that Lambda has not. */
export function lambdaArchitecture(name: string): Architecture | null {
  if (name === 'x86_64' || name === 'amd64' || name === 'x64') return 'x86_64';
  return name === 'arm64' || name === 'aarch64' ? 'arm64' : null;
}

/** Whether the init of a ZIP package on a managed runtime was billed on this day. */
export function initIsBilled(atMs: number): boolean {
  return atMs >= INIT_BILLED_SINCE_MS;
}

/** Milliseconds that Lambda bills: the sum of handler and billed init, rounded up once. */
export function billedMs(durationNs: bigint, billedInitNs: bigint): bigint {
  return (durationNs + billedInitNs + NS_PER_MS - 1n) / NS_PER_MS;
}

/** Whole nanoseconds of fractional milliseconds. */
export function msToNs(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e6));
}

/** Quantity times unit price, rounded half up to 10^-12 USD. */
export function amount(quantity: Quantity, unitPrice: PicoUsd): PicoUsd {
  return divideHalfUp(quantity * unitPrice, QUANTITY_UNIT);
}

/** The price of one more GB-second, before any volume discount: what a single invocation is priced at. */
export function marginalGbSecond(prices: LambdaPrices, architecture: Architecture): PicoUsd {
  const [first] = prices.duration[architecture];
  if (!first) throw new RangeError(`${prices.region} has no ${architecture} price`);
  return parsePicoUsd(first.usd);
}
