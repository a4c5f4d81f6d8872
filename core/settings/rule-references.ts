import type { RuleDefinition } from '../model/alerts/rule';

type Referring = Pick<RuleDefinition, 'condition' | 'dependsOn' | 'groupBy'>;

/** Keys of the rules that a rule names: those it is a composite of, and those it depends on. */
export function refersTo({
  condition,
  dependsOn,
}: Pick<Referring, 'condition' | 'dependsOn'>): readonly string[] {
  return [...(condition.kind === 'composite' ? condition.rules : []), ...dependsOn];
}

/**
 * What is wrong with the rules that a rule names, as `field: problem`; null when they exist, none leads back to it, and each is
 * of the same groups, or one of the two is of all functions together.
 */
export function unknownReference(
  rule: Referring & { readonly key: string | null },
  others: readonly (Referring & { readonly key: string })[],
): string | null {
  const byKey = new Map(others.map((other) => [other.key, other]));
  const field = (key: string) => (rule.dependsOn.includes(key) ? 'dependsOn' : 'condition.rules');
  const lookedAt = new Set<string>();
  const leadsBack = (keys: readonly string[]): boolean =>
    keys.some((key) => {
      if (key === rule.key) return true;
      if (lookedAt.has(key)) return false;
      lookedAt.add(key);
      const other = byKey.get(key);
      return other !== undefined && leadsBack(refersTo(other));
    });
  for (const key of refersTo(rule)) {
    if (key !== rule.key && !byKey.has(key)) return `${field(key)}: there is no rule with the key ${key}`;
    if (leadsBack([key])) return `${field(key)}: ${key} leads back to this rule`;
    const groupBy = byKey.get(key)?.groupBy ?? rule.groupBy;
    if (!canTell(groupBy, rule.groupBy))
      return (
        `${field(key)}: ${key} is watched by ${groupBy}, this rule by ${rule.groupBy}: ` +
        'it would never be seen to fire; give both the same groupBy, or one of them all'
      );
  }
  return null;
}

/**
 * Why a rule cannot get another grouping, as `groupBy: problem`: the rules among `users`, which name it, would never see it
 * fire. Null when it can.
 */
export function blindedBy(
  groupBy: RuleDefinition['groupBy'],
  users: readonly Pick<RuleDefinition & { readonly name: string }, 'name' | 'groupBy'>[],
): string | null {
  const blind = users.filter((user) => !canTell(groupBy, user.groupBy));
  if (blind.length === 0) return null;
  const names = blind.map((user) => `"${user.name}" (watched by ${user.groupBy})`).join(', ');
  return (
    `groupBy: ${names} ${blind.length === 1 ? 'refers' : 'refer'} to this rule and would never see it fire; ` +
    'give them the same groupBy or all first, or take it out of them'
  );
}

/** Whether of two rules one can be seen to fire for the groups of the other. */
function canTell(one: RuleDefinition['groupBy'], other: RuleDefinition['groupBy']): boolean {
  return one === other || one === 'all' || other === 'all';
}

/** A key made of the name that is not taken. */
export function keyOfName(name: string, taken: ReadonlySet<string>): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = slug === '' ? 'rule' : slug;
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(key)) return key;
  }
}
