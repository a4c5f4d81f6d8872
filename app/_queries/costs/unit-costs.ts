import { isFaaslensError } from '@/core/errors';
import type { UnitCost } from '@/core/model/advice/usage';
import type { PriceChange } from '@/core/model/price-override';
import { estimate } from '@/core/pricing/estimate';

export type Estimating = { readonly nowMs: number; readonly changes: readonly PriceChange[] };

/** USD at list price; null if it cannot be priced. */
export function estimatedUsd(
  request: Readonly<Record<string, unknown>>,
  { nowMs, changes }: Estimating,
  meter?: string,
): number | null {
  try {
    const { lines, totalUsd } = estimate(request, { nowMs, changes });
    const amount =
      meter === undefined ? totalUsd : (lines.find((line) => line.meter === meter)?.amountUsd ?? null);
    return amount === null ? null : Number(amount);
  } catch (error) {
    if (isFaaslensError(error) && error.code === 'invalid_input') return null;
    throw error;
  }
}

/** The cost of an AWS Lambda invocation. */
export function lambdaCosts(estimating: Estimating): UnitCost {
  return ({ region, architecture, memoryMb, durationMs }) =>
    estimatedUsd(
      { ...LAMBDA, region, architecture, memoryMb, durationMs: durationMs.toFixed(6), requests: 1 },
      estimating,
    );
}

/** An hour of one environment on provisioned concurrency and on demand; null if a price is unknown. */
export function provisionedHour(
  {
    region,
    architecture,
    memoryMb,
  }: { readonly region: string; readonly architecture: string | null; readonly memoryMb: number },
  estimating: Estimating,
): { readonly kept: number; readonly work: number; readonly onDemand: number } | null {
  const of = { ...LAMBDA, region, architecture, memoryMb };
  const provisioned = {
    ...of,
    provisionedConcurrency: 1,
    provisionedSeconds: 3600,
    provisionedRequests: 60,
    provisionedDurationMs: MINUTE_MS,
  };
  const kept = estimatedUsd(provisioned, estimating, 'provisioned-concurrency');
  const work = estimatedUsd(provisioned, estimating, 'provisioned-duration');
  const onDemand = estimatedUsd({ ...of, requests: 60, durationMs: MINUTE_MS }, estimating, 'duration');
  return kept === null || work === null || onDemand === null ? null : { kept, work, onDemand };
}

const LAMBDA = { provider: 'aws', product: 'lambda', freeTier: false };
/** An hour of work is priced as sixty one-minute requests, because none may last an hour. */
const MINUTE_MS = 60_000;
