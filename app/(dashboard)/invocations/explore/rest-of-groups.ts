import type { BreakdownView } from '@/core/model/explore-views';

/** So many invocations are in no group, because only the groups with most of them are there. */
export function restOfGroups({ invocations, fields }: Pick<BreakdownView, 'invocations' | 'fields'>): number {
  const grouped = fields[0]?.groups.reduce((sum, group) => sum + group.invocations, 0);
  return grouped === undefined ? 0 : Math.max(0, invocations - grouped);
}
