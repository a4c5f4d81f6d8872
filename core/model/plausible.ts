/** No platform lets an execution last longer; one broken clock must not dominate the sums. */
export const MAX_DURATION_MS = 31 * 24 * 3600 * 1000;

/** Far more than any platform offers. */
const MAX_MEMORY_MB = 1_000_000;

/** The value if it is a possible duration above 0 in milliseconds, else null. */
export function plausibleMs(value: number | null): number | null {
  return value !== null && value > 0 && value <= MAX_DURATION_MS ? value : null;
}

/** The value if it is a possible memory size above 0 in megabytes, else null. */
export function plausibleMb(value: number | null): number | null {
  return value !== null && value > 0 && value <= MAX_MEMORY_MB ? value : null;
}
