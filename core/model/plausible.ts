/** No platform lets an execution last longer; a broken clock must not outweigh all others in the sums. */
export const MAX_DURATION_MS = 31 * 24 * 3600 * 1000;

/** Far above what any platform gives to a function. */
const MAX_MEMORY_MB = 1_000_000;

/** A number of milliseconds above 0 that an execution can take, else null. */
export function plausibleMs(value: number | null): number | null {
  return value !== null && value > 0 && value <= MAX_DURATION_MS ? value : null;
}

/** A number of megabytes above 0 that a function can have, else null. */
export function plausibleMb(value: number | null): number | null {
  return value !== null && value > 0 && value <= MAX_MEMORY_MB ? value : null;
}
