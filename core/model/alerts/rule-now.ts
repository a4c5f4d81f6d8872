import type { GroupStatus } from './decision';

/** The current standing of a rule. */
export interface RuleNow {
  readonly status: GroupStatus | 'paused';
  /** How many groups have this status; 0 at `ok`. */
  readonly groups: number;
  /** Why messages are suppressed now; null when they are not. */
  readonly quiet: 'snoozed' | 'muted' | null;
}

/** Worst first. */
const WORST: readonly GroupStatus[] = ['error', 'firing', 'nodata', 'recovering', 'pending', 'ok'];

/** Summarises the statuses of a rule's groups; groups not listed are `ok`. */
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
