import type { GroupStatus } from './decision';

/** Where a rule stands now. */
export interface RuleNow {
  readonly status: GroupStatus | 'paused';
  /** How many groups stand there; 0 at `ok`. */
  readonly groups: number;
  /** Whether messages are held back now; null when they are not. */
  readonly quiet: 'snoozed' | 'muted' | null;
}

/** The worst first. */
const WORST: readonly GroupStatus[] = ['error', 'firing', 'nodata', 'recovering', 'pending', 'ok'];

/** Sums up where the groups of a rule stand; those that are left out stand at `ok`. */
export function ruleNow(
  enabled: boolean,
  standings: readonly { readonly status: GroupStatus; readonly groups: number }[],
  quiet: RuleNow['quiet'],
): RuleNow {
  if (!enabled) return { status: 'paused', groups: 0, quiet: null };
  const status = WORST.find((one) => standings.some((standing) => standing.status === one)) ?? 'ok';
  const groups = standings.reduce((sum, one) => sum + (one.status === status ? one.groups : 0), 0);
  return { status, groups: status === 'ok' ? 0 : groups, quiet };
}
