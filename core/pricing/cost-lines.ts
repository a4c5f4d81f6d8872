import { formatPicoUsd, type PicoUsd, parsePicoUsd } from '../model/money';
import type { CostLineView } from '../model/views';
import { formatQuantity, gbSeconds } from './decimal';
import { amount, lambdaArchitecture, lambdaPrices, marginalGbSecond } from './lambda';
import { describeSource } from './prices/sources';

/** What the lines of a priced invocation are made of; a stored invocation has it all. */
export interface PricedInvocation {
  readonly region: string;
  readonly architecture: string | null;
  readonly memoryMb: number | null;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly durationMs: number;
  readonly initDurationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly cost: PicoUsd | null;
}

/**
 * How the cost of an invocation comes about: its request, its handler's time and, when it was billed, its init. The
 * lines add up to the cost; none are given without a cost, or when they would not add up because the cost was stored
 * under other prices.
 */
export function costLines(invocation: PricedInvocation): readonly CostLineView[] {
  const { cost, memoryMb, billedDurationMs } = invocation;
  const architecture = lambdaArchitecture(invocation.architecture ?? 'x86_64');
  const prices = lambdaPrices(invocation.region, invocation.startTime);
  if (cost === null || memoryMb === null || billedDurationMs === null || !architecture || !prices) return [];

  const unitPrice = marginalGbSecond(prices, architecture);
  const source = describeSource(prices.source);
  const request = parsePicoUsd(prices.request);
  const memory = BigInt(Math.round(memoryMb));
  const billed = gbSeconds(BigInt(Math.round(billedDurationMs)), memory);
  const time = amount(billed, unitPrice);
  if (time + request !== cost) return [];

  const hasInit = invocation.initDurationMs !== null && invocation.initDurationMs > 0;
  const handlerMs = hasInit ? Math.min(billedDurationMs, Math.ceil(invocation.durationMs)) : billedDurationMs;
  const handler = gbSeconds(BigInt(Math.round(handlerMs)), memory);
  const handlerAmount = amount(handler, unitPrice);
  const timeLine = (meter: string, quantity: bigint, of: PicoUsd): CostLineView => ({
    meter,
    quantity: formatQuantity(quantity),
    unit: 'GB-second',
    unitPriceUsd: formatPicoUsd(unitPrice),
    amountUsd: formatPicoUsd(of),
    source,
  });
  return [
    {
      meter: 'requests',
      quantity: '1',
      unit: 'request',
      unitPriceUsd: prices.request,
      amountUsd: prices.request,
      source,
    },
    timeLine('duration', handler, handlerAmount),
    ...(handlerMs < billedDurationMs ? [timeLine('init', billed - handler, time - handlerAmount)] : []),
  ];
}
