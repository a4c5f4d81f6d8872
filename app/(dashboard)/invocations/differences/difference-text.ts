import type { Difference } from '@/core/model/explore/rank-differences';
import { narrowingOf } from '../explore/facet-links';
import { fieldLabel, groupLabel } from '../explore/fields';

/** What a difference says, in a few words: `version is 7`, `retries ≥ 3`, `has user.id`. */
export function differenceText(
  { kind, key, comparison, value }: Difference,
  functions: ReadonlyMap<string, string>,
): string {
  const name = nameOf({ kind, key });
  if (comparison === 'present') return `has ${name}`;
  if (comparison === 'absent') return `has no ${name}`;
  if (comparison === 'atLeast') return `${name} ≥ ${value}`;
  if (comparison === 'below') return `${name} < ${value}`;
  return `${name} is ${valueLabel({ kind, key }, value ?? '', functions)}`;
}

/** What a field or attribute is called. */
export function nameOf({ kind, key }: Pick<Difference, 'kind' | 'key'>): string {
  return kind === 'field' ? fieldLabel(key) : key;
}

/** A value of a field or attribute as people know it; functions are known by the names under their ids. */
export function valueLabel(
  { kind, key }: Pick<Difference, 'kind' | 'key'>,
  value: string,
  functions: ReadonlyMap<string, string>,
): string {
  if (kind === 'attribute') return value;
  if (key === 'function') return functions.get(value) ?? value;
  return groupLabel(key, value === '' ? null : value);
}

/** The parameter that narrows a list to what the difference is; null when lists cannot be narrowed by it. */
export function differenceNarrowing(
  { kind, key, comparison, value }: Difference,
  promoted: readonly string[],
): { readonly name: string; readonly value: string } | null {
  if (comparison !== 'is' || value === null) return null;
  if (kind === 'attribute' && !promoted.includes(key)) return null;
  return narrowingOf(key, { value: value === '' ? null : value }, kind === 'attribute');
}
