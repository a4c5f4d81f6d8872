/** Why an environment had to be started. */
export const COLD_CAUSES = ['deployment', 'busy', 'idle'] as const;

/**
 * `deployment`: its version was first seen at most ten minutes earlier, so it had no environments yet. `busy`: others of its
 * version were running, so one more was needed. `idle`: neither, so the platform had removed the environments.
 */
export type ColdCause = (typeof COLD_CAUSES)[number];

export interface ColdStartFacts {
  readonly startTime: number;
  readonly version: string | null;
  readonly isBusy: boolean;
}

const DEPLOYMENT_MS = 10 * 60_000;

/** `firstSeen`: the minute in which each version was first seen, in milliseconds since the epoch. */
export function coldCause(
  { startTime, version, isBusy }: ColdStartFacts,
  firstSeen: ReadonlyMap<string | null, number>,
): ColdCause {
  const since = firstSeen.get(version);
  if (since !== undefined && startTime - since < DEPLOYMENT_MS) return 'deployment';
  return isBusy ? 'busy' : 'idle';
}
