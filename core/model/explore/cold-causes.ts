/** Why an environment had to be started. */
export const COLD_CAUSES = ['deployment', 'busy', 'idle'] as const;

/**
 * `deployment`: its version was first seen within ten minutes before, so that none of its environments was there yet.
 * `busy`: others of its version were running, so that one more was needed. `idle`: neither, so that the platform had taken
 * the environments away.
 */
export type ColdCause = (typeof COLD_CAUSES)[number];

export interface ColdStartFacts {
  readonly startTime: number;
  readonly version: string | null;
  readonly isBusy: boolean;
}

const DEPLOYMENT_MS = 10 * 60_000;

/** `firstSeen`: milliseconds since the epoch, by version; the start of its minute. */
export function coldCause(
  { startTime, version, isBusy }: ColdStartFacts,
  firstSeen: ReadonlyMap<string | null, number>,
): ColdCause {
  const since = firstSeen.get(version);
  if (since !== undefined && startTime - since < DEPLOYMENT_MS) return 'deployment';
  return isBusy ? 'busy' : 'idle';
}
