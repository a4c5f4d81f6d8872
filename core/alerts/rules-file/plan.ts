import { refersTo } from '../../settings/rule-references';
import type { Rule, RuleInput } from '../../settings/settings';
import type { FileRule } from './rules-file';

/** A rule as it is to be. */
type Wanted = RuleInput & { readonly key: string };

/** A difference between a file and the rules that there are. */
export type RuleChange =
  | { readonly type: 'create'; readonly key: string; readonly to: Wanted }
  | {
      readonly type: 'update';
      readonly key: string;
      readonly id: string;
      readonly to: Wanted;
      readonly fields: readonly { readonly name: string; readonly from: string; readonly to: string }[];
    }
  | { readonly type: 'delete'; readonly key: string; readonly id: string };

/**
 * What has to be done so that the rules are those of the file, in an order in which each rule comes after those that it
 * refers to. Rules that are not in the file are deleted only when asked for. Nothing when they agree.
 */
export function planChanges(
  wanted: readonly FileRule[],
  existing: readonly Rule[],
  { prune }: { readonly prune: boolean },
): readonly RuleChange[] {
  const byKey = new Map(existing.map((rule) => [rule.key, rule]));
  const inFile = new Set(wanted.map(({ key }) => key));
  const changes: RuleChange[] = [];
  for (const rule of referredFirst(wanted)) {
    const { key } = rule;
    const from = byKey.get(key);
    const { snoozedUntil = from?.snoozedUntil ?? null } = rule;
    const to = { ...rule, snoozedUntil };
    if (from === undefined) {
      changes.push({ type: 'create', key, to });
      continue;
    }
    const fields = differences(from, to);
    if (fields.length > 0) changes.push({ type: 'update', key, id: from.id, to, fields });
  }
  if (!prune) return changes;
  const gone = referredFirst(existing.filter(({ key }) => !inFile.has(key)));
  return [...changes, ...gone.toReversed().map(({ key, id }) => ({ type: 'delete', key, id }) as const)];
}

function differences(from: Rule, to: Wanted) {
  const before: Readonly<Record<string, unknown>> = { ...from };
  return Object.entries(to).flatMap(([name, value]) => {
    const [old, now] = [JSON.stringify(before[name]), JSON.stringify(value)];
    return old === now ? [] : [{ name, from: old, to: now }];
  });
}

function referredFirst<Some extends FileRule | Rule>(rules: readonly Some[]): readonly Some[] {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const ordered = new Set<Some>();
  const visit = (rule: Some, above: readonly Some[]) => {
    if (ordered.has(rule) || above.includes(rule)) return;
    for (const key of refersTo(rule)) {
      const other = byKey.get(key);
      if (other !== undefined) visit(other, [...above, rule]);
    }
    ordered.add(rule);
  };
  for (const rule of rules) visit(rule, []);
  return [...ordered];
}
