import { isCalendarDay } from '../../model/calendar-day';
import { compare, type Fraction, fraction, ONE, over, plus, sum, takeOff, times, ZERO } from '../fraction';
import { refuse } from '../inputs';
import { type Bill, type Charge, type Circumstances, defineProduct, say } from '../product';
import { chunksOf, countCharge, MS_PER_SECOND, productCharge, requiredGb } from './common';
import { durableCharges, invocationsOf } from './lambda-durable';
import { pollerCharges, snapStartCharges, streamCharges, tenantCharges } from './lambda-extras';
import { LAMBDA_INPUTS, type LambdaGiven } from './lambda-inputs';
import { provisionedCharges } from './lambda-provisioned';
import {
  type BilledTime,
  extraStorageGb,
  lambdaBillsInit,
  lambdaStep,
  lambdaTime,
  sayTime,
} from './lambda-time';

/**
 * AWS Lambda: requests, GB-seconds by tier and architecture, storage, provisioned concurrency and its further features. Free
 * requests apply to all requests, free GB-seconds only to on-demand ones, as at AWS.
 */
export const LAMBDA = defineProduct({
  provider: 'aws',
  product: 'lambda',
  title: 'AWS Lambda',
  plans: ['on-demand'],
  inputs: LAMBDA_INPUTS,
  bill: billLambda,
});

/** Lambda in China: the same rules with different prices, in yuan. */
export const LAMBDA_CHINA = defineProduct({
  provider: 'aws-china',
  product: 'lambda',
  title: 'AWS Lambda in China',
  inputs: LAMBDA_INPUTS,
  bill: billLambda,
});

const WHOLE_EVENT_KB = fraction(256);
const INIT_NOTE = 'billedMs has the init in it: initMs is not added';
const STREAM_NOTE =
  'the 100 GB a month that stream for free are taken as used: say streamedFreeGb for those that are left';

function billLambda(given: LambdaGiven, circumstances: Circumstances): Bill {
  const atMs = dayOf(given) ?? circumstances.atMs;
  const gb = requiredGb(given);
  const time = onDemandTime(given, atMs);
  const seconds = time?.seconds ?? durableSeconds(given);
  const pollers = pollerCharges(given, seconds);
  const assumed = [
    pollers.assumed,
    given.streamed && !given.streamedFreeGb ? STREAM_NOTE : null,
    given.billedMs && given.initMs ? INIT_NOTE : null,
  ];
  return {
    charges: [
      ...requestCharges(given),
      ...(seconds
        ? durationCharges(given, { seconds, gb, how: time ? sayTime(time) : `${say(seconds)} s` })
        : []),
      ...provisionedCharges(given, gb, lambdaStep(atMs)),
      ...durableCharges(given),
      ...snapStartCharges(given, gb),
      ...streamCharges(given),
      ...pollers.charges,
      ...tenantCharges(given, gb),
      ...countCharge('internet-out', given.egressGb, 'GB', { product: 'data-transfer', line: 'egress' }),
    ],
    billedMs: time?.eachMs ?? null,
    precision: pollers.assumed === null ? 'exact' : 'estimated',
    notes: assumed.filter((note) => note !== null),
    usdPer: { CNY: given.usdPerCny },
  };
}

/** The time of invocations not served by provisioned concurrency; null when there are none, or it is given in seconds. */
function onDemandTime(given: LambdaGiven, atMs: number): BilledTime | null {
  const durationMs = given.onDemandDurationMs ?? given.durationMs;
  const onlyProvisioned =
    (given.provisionedConcurrency !== null || given.provisionedRequests !== null) &&
    given.onDemandRequests === null &&
    given.requests === null;
  if (given.computeSecondsPerExecution) return null;
  if (onlyProvisioned && durationMs === null && given.billedMs === null) return null;
  return lambdaTime({
    durationMs,
    billedMs: given.billedMs,
    initMs: given.initMs,
    coldStarts: given.coldStarts,
    count: given.onDemandRequests ?? invocationsOf(given) ?? ONE,
    step: lambdaStep(atMs),
    billsInit: lambdaBillsInit(atMs, given),
  });
}

function durableSeconds({ computeSecondsPerExecution, requests }: LambdaGiven): Fraction | null {
  return computeSecondsPerExecution && times(computeSecondsPerExecution, requests ?? ONE);
}

function requestCharges(given: LambdaGiven): readonly Charge[] {
  const { requestsBilledByVendor, onDemandRequests, provisionedRequests, pricePerRequest } = given;
  if (requestsBilledByVendor) {
    const more = { freeUnits: ZERO, priceUsd: pricePerRequest };
    return countCharge('requests', requestsBilledByVendor, 'requests as billed', more);
  }
  const parts = [onDemandRequests ?? invocationsOf(given), provisionedRequests].filter(
    (part) => part !== null,
  );
  const all = parts.length === 0 ? null : sum(parts);
  const each = requestsOfEvent(given.payloadKb);
  return compare(each, ONE) === 0
    ? countCharge('requests', all, 'requests', { priceUsd: pricePerRequest })
    : productCharge(
        'requests',
        [
          [all, 'events'],
          [each, 'requests for their payload'],
        ],
        { priceUsd: pricePerRequest },
      );
}

function durationCharges(
  given: LambdaGiven,
  { seconds, gb, how }: { readonly seconds: Fraction; readonly gb: Fraction; readonly how: string },
): readonly Charge[] {
  const storage = extraStorageGb(given.ephemeralMb);
  return [
    {
      meter: 'duration',
      quantity: times(seconds, gb),
      how: `${how} × ${say(gb)} GB`,
      priceUsd: ownPrice(given),
    },
    ...(storage.top === 0n
      ? []
      : [
          {
            meter: 'ephemeral-storage',
            quantity: times(seconds, storage),
            how: `${how} × ${say(storage)} GB over 512 MB`,
          },
        ]),
  ];
}

/** An asynchronous event counts as one request up to 256 KB, plus one for each further 64 KB begun. */
function requestsOfEvent(payloadKb: Fraction | null): Fraction {
  const further = payloadKb === null ? ZERO : takeOff(payloadKb, WHOLE_EVENT_KB);
  return further.top === 0n ? ONE : plus(ONE, chunksOf(further, 64));
}

/** The caller's USD per GB-second, given directly or as the price of a millisecond at a memory size. */
function ownPrice({ pricePerGbSecond, minCost, minRamMb }: LambdaGiven): Fraction | null {
  if (pricePerGbSecond || !minCost) return pricePerGbSecond;
  const gb = over(minRamMb ?? fraction(128), fraction(1024));
  return over(times(minCost, MS_PER_SECOND), gb);
}

function dayOf({ onOrAfter, before }: LambdaGiven): number | null {
  const day = (text: string, name: string) =>
    isCalendarDay(text) ? Date.parse(text) : refuse(name, 'must be a day as 2025-08-01');
  if (onOrAfter !== null) return day(onOrAfter, 'onOrAfter');
  return before === null ? null : day(before, 'before') - 1;
}
