/** What people decided about a group, and when; stored in settings, independently of the group's telemetry. */
export interface ErrorTriage {
  readonly state: 'open' | 'resolved' | 'ignored';
  readonly atMs: number;
}

export const ERROR_STATES = ['open', 'resolved', 'ignored', 'regressed'] as const;

/** `open` until someone decides; `regressed` when it recurred after it was resolved. */
export type ErrorState = (typeof ERROR_STATES)[number];

/** When a group was seen, and in which versions; null stands for errors without one. Milliseconds since the epoch. */
export interface ErrorTimes {
  readonly lastSeen: number;
  readonly versions: readonly {
    readonly version: string | null;
    readonly firstSeen: number;
    readonly lastSeen: number;
  }[];
  /** Whether there were more versions than are listed. */
  readonly versionsDropped: boolean;
}

/**
 * The state of a group. A resolved one regresses when it is seen in a version that first had it after it was resolved:
 * further errors of old versions were resolved along with it. Where versions are unknown (none sent, or too many to keep), any
 * later error is a regression.
 */
export function stateOf(times: ErrorTimes, triage: ErrorTriage | null): ErrorState {
  if (triage === null || triage.state !== 'resolved') return triage?.state ?? 'open';
  return cameBack(times, triage.atMs) ? 'regressed' : 'resolved';
}

function cameBack({ lastSeen, versions, versionsDropped }: ErrorTimes, resolvedMs: number): boolean {
  if (lastSeen <= resolvedMs) return false;
  if (versions.length === 0 || versionsDropped) return true;
  return versions.some((one) => (one.version === null ? one.lastSeen : one.firstSeen) > resolvedMs);
}
