import { compare, type Fraction, fraction, larger, over, sum, takeOff, times, ZERO } from '../fraction';
import type { Charge } from '../product';
import { countCharge, KB_PER_GB, productCharge, SECONDS_PER_HOUR } from './common';
import type { LambdaGiven } from './lambda-inputs';

const THREE_HOURS = times(fraction(3), SECONDS_PER_HOUR);
const KB_PER_MB = fraction(1024);
const FREE_STREAM_KB = times(fraction(6), KB_PER_MB);
/** The maximum concurrency of one provisioned SQS poller; Kafka's pollers have a higher one. */
const SQS_POLLER_CONCURRENCY = fraction(10);

/** SnapStart: the snapshot is cached for each published version, and restored; free for Java. */
export function snapStartCharges(given: LambdaGiven, gb: Fraction): readonly Charge[] {
  const { restores, versionActiveSeconds, runtime } = given;
  if (runtime !== null && /^java/i.test(runtime)) return [];
  return [
    ...productCharge('snapstart-cache', [
      [versionActiveSeconds && larger(versionActiveSeconds, THREE_HOURS), 's'],
      [gb, 'GB'],
    ]),
    ...productCharge('snapstart-restore', [
      [restores, 'restores'],
      [gb, 'GB'],
    ]),
  ];
}

/** Streamed responses beyond the first 6 MB of each, less the free GB of the month that the caller says are left. */
export function streamCharges({ streamed, streamedFreeGb }: LambdaGiven): readonly Charge[] {
  if (!streamed) return [];
  const kb = streamed.map(({ requests = fraction(1), kb: small, mb }) => {
    const each = small ?? (mb ? times(mb, KB_PER_MB) : ZERO);
    return times(requests, takeOff(each, FREE_STREAM_KB));
  });
  return countCharge('response-stream', over(sum(kb), KB_PER_GB), 'GB beyond 6 MB of each request', {
    freeUnits: streamedFreeGb ?? ZERO,
  });
}

/**
 * Provisioned pollers. Kafka's and SQS's have different prices; without an event source, a concurrency that SQS pollers cannot
 * reach implies Kafka.
 */
export function pollerCharges(
  { epuHours, eventSource }: LambdaGiven,
  seconds: Fraction | null,
): { readonly charges: readonly Charge[]; readonly assumed: string | null } {
  if (!epuHours) return { charges: [], assumed: null };
  const most = times(epuHours, SECONDS_PER_HOUR, SQS_POLLER_CONCURRENCY);
  const likely = seconds !== null && compare(seconds, most) > 0 ? 'kafka' : 'sqs';
  return {
    charges: countCharge(`poller-${eventSource ?? likely}`, epuHours, 'EPU-hours'),
    assumed:
      eventSource === null
        ? `eventSource is missing: pollers of ${likely === 'kafka' ? 'Kafka' : 'SQS'} taken, by how much they start at a time`
        : null,
  };
}

/** Tenant isolation: the memory of each new environment. */
export function tenantCharges(given: LambdaGiven, gb: Fraction): readonly Charge[] {
  const { environmentsCreated, pricePerGbEnvironment } = given;
  return productCharge(
    'tenant-isolation',
    [
      [environmentsCreated, 'environments'],
      [gb, 'GB'],
    ],
    { priceUsd: pricePerGbEnvironment },
  );
}
