// Who calls the demo's functions, how often and with what: now, and in the past that a first start tells of.
import { checkoutKind, digestKind, thumbnailKind } from './demo-events.mjs';

const MINUTE_MS = 60_000;

/** By function that is called: pause between calls in ms on average, and what the next one is to be. */
export const CALLERS = {
  checkout: { pauseMs: 3000, kindAt: (clock) => checkoutKind(clock.isIncident) },
  thumbnail: { pauseMs: 9000, kindAt: thumbnailKind },
  // Its mail server began to fail not long ago.
  digest: { pauseMs: 20_000, kindAt: (clock) => (clock.minutes < -50 ? 'sent' : digestKind()) },
};
/** Between the ends of any two environments, and before a message comes again. */
export const RECYCLE_MS = 30_000;
export const REDELIVERY_MS = 2000;

/** The versions that run now are so many minutes old at the start; the ones before took so much of their time. */
const DEPLOYMENTS = {
  checkout: { minutes: -24, version: '42', before: '41', slowness: 0.6 },
  'orders-worker': { minutes: -83, version: '18', before: '17', slowness: 1 },
};
const VERSIONS = { thumbnail: '9', digest: '3' };

// Twice an hour the payment provider has six bad minutes, the first when the demo starts, so that rules fire and resolve.
const INCIDENT = { everyMinutes: 30, fromMinutes: -4, toMinutes: 2 };

/** What a time is to the demo: minutes since it was started, less than 0 for the past. */
export function clockAt(atMs, startedMs) {
  const minutes = (atMs - startedMs) / MINUTE_MS;
  const { everyMinutes, fromMinutes, toMinutes } = INCIDENT;
  const phase = (((minutes - fromMinutes) % everyMinutes) + everyMinutes) % everyMinutes;
  return { minutes, isIncident: phase < toMinutes - fromMinutes };
}

export function versionAt(functionName, { minutes }) {
  const deployment = DEPLOYMENTS[functionName];
  if (deployment === undefined) return VERSIONS[functionName];
  return minutes < deployment.minutes ? deployment.before : deployment.version;
}

/** How long the version that runs takes beside the one that runs now. */
export function slownessAt(functionName, { minutes }) {
  const deployment = DEPLOYMENTS[functionName];
  return deployment !== undefined && minutes < deployment.minutes ? deployment.slowness : 1;
}

/** Up to a third more and less traffic, in waves; as much as `CALLERS` says at the start. */
export function busyness({ minutes }) {
  return 1 + Math.sin(minutes / 7.5) / 3;
}

/** Pauses between calls of independent callers. */
export function pauseAround(meanMs) {
  return Math.min(-Math.log(1 - Math.random()) * meanMs, meanMs * 5);
}
