import type { Difference } from '@/core/model/explore/rank-differences';

type Told = Pick<Difference, 'kind' | 'key' | 'selectedShare' | 'restShare'>;

/** Differences without those that only repeat what the invocations were selected by. */
export function besideSelection<One extends Told>(items: readonly One[], filters: object): readonly One[] {
  const selectedBy = new Set(Object.keys(filters).map((name) => (name === 'failed' ? 'outcome' : name)));
  return items.filter(
    ({ kind, key, selectedShare, restShare }) =>
      kind !== 'field' || !selectedBy.has(key) || selectedShare !== 1 || restShare !== 0,
  );
}
