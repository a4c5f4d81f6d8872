import { createRandom, createZipf } from '../workload/random.mjs';
import { FUNCTIONS, makeFunction, makeInvocation } from '../workload/workload.mjs';
import { createDeployments } from './deployments.mjs';

export const DAYS = 30;
const HOURS = DAYS * 24;
const HOUR_MS = 3_600_000;
/** Durations in seconds are log-normal with these; what public traces of serverless platforms show. */
export const LOG_MEAN = -0.38;
export const SIGMA = 2.36;
const TIME_LIMIT_S = 900;
const ERRORS = 0.008;
/** Of the functions one in so many is fed by a queue, which delivers again what failed. */
const QUEUE_EVERY = 4;
const DELIVERIES = 3;
const DELIVERED_AGAIN_MS = 60_000;
/** An environment that was not used for so long is gone, at full size; in smaller ones longer, for the same share of cold starts. */
const KEPT_WARM_MS = 600_000;
const FULL_SIZE = 10_000_000;
const RESTARTED = 0.004;

/**
 * A month of traffic that ends at `endMs`, hour by hour: about so many invocations of 200 functions, a few of which have
 * most of it, by day more than by night; with cold starts, errors, time limits, queues that deliver again, and
 * deployments of which some are bad. The same for the same seed.
 */
export function* monthOfTraffic({ invocations, endMs, seed = 11 }) {
  const random = createRandom(seed);
  const pick = createZipf(FUNCTIONS, 1.1, random.share);
  const functions = Array.from({ length: FUNCTIONS }, (_, number) => ({
    ...makeFunction(number),
    number,
    usedMs: Number.NEGATIVE_INFINITY,
  }));
  const keptWarmMs = (KEPT_WARM_MS * FULL_SIZE) / invocations;
  const startMs = endMs - DAYS * 24 * HOUR_MS;
  const deployedAt = createDeployments(random, functions, startMs, DAYS);
  const weights = Array.from({ length: HOURS }, (_, hour) => weightOf(startMs + hour * HOUR_MS));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let owed = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    owed += (invocations * weights[hour]) / sum;
    const count = Math.floor(owed);
    owed -= count;
    for (let made = 0; made < count; made++) {
      const atMs = startMs + hour * HOUR_MS + ((made + random.share()) * HOUR_MS) / count;
      yield* request(random, functions[pick()], atMs, { deployedAt, endMs, keptWarmMs });
    }
  }
}

/** More by day than by night, and less at the end of the week. */
function weightOf(atMs) {
  const time = new Date(atMs);
  const daily = 1 + 0.8 * Math.sin(((time.getUTCHours() - 8) / 24) * 2 * Math.PI);
  return daily * ([0, 6].includes(time.getUTCDay()) ? 0.6 : 1);
}

/** An invocation, and the ones that its queue makes of it while it fails. */
function* request(random, one, firstMs, month) {
  const queued = one.number % QUEUE_EVERY === 1;
  const messageId = queued ? random.hex(32) : null;
  for (let delivery = 1; delivery <= (queued ? DELIVERIES : 1); delivery++) {
    const atMs = firstMs + (delivery - 1) * DELIVERED_AGAIN_MS;
    if (atMs >= month.endMs) return;
    const invocation = invoke(random, one, atMs, month, messageAttributes(messageId, delivery));
    yield invocation;
    if (!invocation.failed) return;
  }
}

function invoke(random, one, atMs, { deployedAt, keptWarmMs }, attributes) {
  const { resource, errorShare, slowness } = deployedAt(one, atMs);
  const cold = atMs - one.usedMs > keptWarmMs || random.share() < RESTARTED;
  one.usedMs = atMs;
  const wantedS = random.skewed(Math.exp(LOG_MEAN), SIGMA) * slowness;
  const timedOut = wantedS >= TIME_LIMIT_S;
  return makeInvocation(random, one, {
    startNs: BigInt(Math.round(atMs * 1e3)) * 1000n,
    durationNs: BigInt(Math.round(Math.min(wantedS, TIME_LIMIT_S) * 1e9)),
    failed: timedOut || random.share() < ERRORS + errorShare,
    resource,
    ...(timedOut && { errorType: 'timeout' }),
    attributes: {
      'faas.coldstart': cold,
      ...(cold && { 'faaslens.init_duration_ms': Math.round(random.skewed(350, 0.5)) }),
      'faaslens.max_memory_used_mb': 90 + ((one.number * 37) % 300) + random.below(40),
      ...attributes,
    },
  });
}

function messageAttributes(messageId, delivery) {
  if (messageId === null) return {};
  return {
    'faas.trigger': 'pubsub',
    'messaging.system': 'aws_sqs',
    'messaging.message.id': messageId,
    'faaslens.delivery_attempt': delivery,
  };
}
