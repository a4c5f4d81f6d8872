/** ISO 8601 UTC with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same, rounded up: for a time from which on something holds. */
export function isoTimeAfter(ms: number): string {
  return isoTime(Math.ceil(ms));
}
