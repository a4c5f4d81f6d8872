import type { BreakdownGroupView } from '@/core/model/explore-views';
import { UNKNOWN_VALUE } from './fields';

/** The parameter of the URL that narrows the list to a group of a field, and its value; null when none does. */
export function narrowingOf(
  field: string,
  { value }: Pick<BreakdownGroupView, 'value'>,
  isAttribute: boolean,
): { readonly name: string; readonly value: string } | null {
  // A list cannot be asked for an attribute that is empty.
  if (isAttribute) return value === null || value === '' ? null : { name: `attribute.${field}`, value };
  if (field === 'function') return value === null ? null : { name: 'functionId', value };
  if (field === 'coldStart') return value === null ? null : { name: 'coldStart', value };
  if (field === 'environment') return value === null ? null : { name: 'environment', value };
  if (field === 'memoryMb') return { name: 'memoryMb', value: value ?? '0' };
  return { name: field, value: value ?? UNKNOWN_VALUE };
}
