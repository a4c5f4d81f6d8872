import type { Difference } from '@/core/model/explore/rank-differences';
import { groupBy } from '@/core/model/group-by';

export interface FoldedDifference {
  readonly first: Difference;
  /** Others that separate the two sides in the same way, as the name and the id of a function do. */
  readonly alike: readonly Difference[];
}

/** The fields that are read from an attribute. Their shares may be of more invocations than had their attributes read. */
const FIELD_OF: Readonly<Record<string, string>> = {
  'cloud.provider': 'provider',
  'cloud.region': 'region',
  'deployment.environment.name': 'environment',
  'error.type': 'errorType',
  'faas.coldstart': 'coldStart',
  'faas.max_memory': 'memoryMb',
  'faas.name': 'function',
  'faas.trigger': 'trigger',
  'faas.version': 'version',
  'host.arch': 'architecture',
};

/** Differences with those that say the same folded into one: in the order in which they came, the plainest of each first. */
export function foldDifferences(items: readonly Difference[]): readonly FoldedDifference[] {
  const joined = new Map<string, string>();
  for (const item of items) {
    const field = items.find((one) => one.kind === 'field' && isSource(item, one));
    if (field !== undefined) joined.set(separation(item), separation(field));
  }
  const folds = groupBy(items, (item) => joined.get(separation(item)) ?? separation(item));
  return [...folds.values()].flatMap((fold) => {
    const [first, ...alike] = fold.toSorted(byPlainness);
    return first === undefined ? [] : [{ first, alike }];
  });
}

/** How a key separates the sides, whatever its values are called. What is only there or not has one value as such. */
function separation({ value, values, selectedShare, restShare }: Difference): string {
  const parts = value === null ? [] : values.map((one) => `${one.selectedShare} ${one.restShare}`);
  const told = `${selectedShare} ${restShare}`;
  return [told, ...(parts.length > 1 ? parts.sort() : [told])].join(', ');
}

function isSource({ kind, key, comparison }: Difference, field: Difference): boolean {
  return kind === 'attribute' && FIELD_OF[key] === field.key && comparison === field.comparison;
}

/** Fields, as they come, before attributes, which not every list may be narrowed by; of these short values before long ones. */
function byPlainness(a: Difference, b: Difference): number {
  return lengthOf(a) - lengthOf(b);
}

function lengthOf({ kind, value }: Difference): number {
  if (kind === 'field') return -1;
  return value?.length ?? Number.MAX_SAFE_INTEGER;
}
