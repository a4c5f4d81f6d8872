import { fraction, ONE, times } from '../fraction';
import type { PriceBook } from '../price-book';
import { mbToGb, toSeconds } from '../products/common';
import { type Billing, metered, type RateFacts, type RatesAnswer } from './rates';

const AS_IT_IS: Billing = { stepMs: null, leastMs: 0, init: false, unreported: null };
const OWN: readonly string[] = ['knative', 'openfaas'];

/** Functions on the user's own cluster, at the price per GB-second that the user set; no rates without one. */
export function clusterRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { provider, platform, region, atMs, memoryMb } = facts;
  const named = platform ?? provider;
  const own = OWN.includes(named) ? named : 'cluster';
  const duration = book.find({
    provider: own,
    product: 'functions',
    plan: null,
    architecture: null,
    region,
    meter: 'duration',
    atMs,
  });
  if (!duration?.tiers)
    return { why: `there are no prices of ${named}: set your own for ${own}`, billing: AS_IT_IS };
  if (memoryMb === null) return { why: 'the memory size is unknown', billing: AS_IT_IS };
  const gbSeconds = times(mbToGb(fraction(memoryMb)), toSeconds(ONE));
  const time = metered('duration', duration, gbSeconds);
  return {
    product: `${own}/cluster`,
    request: null,
    time: time ? [time] : [],
    cpu: [],
    billing: AS_IT_IS,
    precision: 'allocated',
    notes: [],
  };
}
