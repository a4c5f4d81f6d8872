import { type Fraction, fraction, roundUp, times } from '../fraction';
import { missing } from '../inputs';
import { type Charge, say } from '../product';
import { productCharge } from './common';
import type { LambdaGiven } from './lambda-inputs';
import { lambdaTime, sayTime } from './lambda-time';

const FIVE_MINUTES = fraction(300);

/** Provisioned concurrency: its GB-seconds while enabled, and the lower price of duration on it. */
export function provisionedCharges(given: LambdaGiven, gb: Fraction, step: number): readonly Charge[] {
  const { provisionedConcurrency, provisionedSeconds, provisionedRequests, provisionedDurationMs } = given;
  if (provisionedConcurrency && !provisionedSeconds) missing('provisionedSeconds');
  const kept = productCharge('provisioned-concurrency', [
    [provisionedConcurrency, 'instances'],
    [provisionedSeconds && roundUp(provisionedSeconds, FIVE_MINUTES), 's'],
    [gb, 'GB'],
  ]);
  if (!provisionedRequests) return kept;
  const time = lambdaTime({
    durationMs: provisionedDurationMs ?? missing('provisionedDurationMs'),
    billedMs: null,
    initMs: null,
    coldStarts: null,
    count: provisionedRequests,
    step,
    billsInit: false,
  });
  const how = `${sayTime(time)} × ${say(gb)} GB`;
  return [...kept, { meter: 'provisioned-duration', quantity: times(time.seconds, gb), how }];
}
