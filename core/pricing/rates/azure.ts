import { fraction, ONE, times } from '../fraction';
import type { PriceBook } from '../price-book';
import { azureBilledMb } from '../products/azure-functions';
import { mbToGb, toSeconds } from '../products/common';
import { type Billing, metered, type RateFacts, type RatesAnswer } from './rates';

/** Instance sizes of the Flex Consumption plan, MB. */
const FLEX_SIZES: readonly number[] = [512, 2048, 4096];
const MOST_MB = fraction(1536);
const SECONDS_PER_MS = toSeconds(ONE);

/**
 * Azure Functions: Flex Consumption when the memory is an instance size of that plan, else Consumption, which bills the
 * observed memory.
 */
export function azureRates({ memoryMb, observedMb, region, atMs }: RateFacts, book: PriceBook): RatesAnswer {
  const flex = memoryMb !== null && FLEX_SIZES.includes(memoryMb);
  const billing: Billing = flex
    ? { stepMs: 100, leastMs: 1000, init: false, unreported: null }
    : { stepMs: 1, leastMs: 100, init: false, unreported: null };
  if (region === '') return { why: 'the region is unknown', billing };
  const observed = observedMb === null ? null : azureBilledMb(fraction(observedMb));
  const mb = flex ? fraction(memoryMb) : (observed ?? MOST_MB);
  const kind = flex ? 'on-demand-' : '';
  const plan = flex ? 'flex-consumption' : 'consumption';
  const find = (meter: string) =>
    book.find({
      provider: 'azure',
      product: 'functions',
      plan,
      architecture: null,
      region,
      meter: `${kind}${meter}`,
      atMs,
    });
  const time = metered('execution-time', find('execution-time'), times(mbToGb(mb), SECONDS_PER_MS));
  const request = metered('executions', find('executions'), ONE);
  if (!time || !request)
    return {
      why: `no price of Azure Functions in ${region} is known: import the Retail Prices answer`,
      billing,
    };
  return {
    product: 'azure/functions',
    request,
    time: [time],
    cpu: [],
    billing,
    precision: 'allocated',
    notes:
      flex || observed !== null
        ? []
        : ['the memory that Azure observed is unknown: 1536 MB taken, the most it bills'],
  };
}
