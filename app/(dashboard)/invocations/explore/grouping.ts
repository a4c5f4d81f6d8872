import { LONGEST_KEY } from '@/core/model/attributes';
import { type SearchParams, text } from '../../../_components/url/scope';
import { isField } from './fields';

/** What the list is grouped by: a field of invocations, one of the `promoted` attributes, or any other one of spans. */
export interface Grouping {
  readonly key: string;
  readonly kind: 'field' | 'attribute' | 'spans';
}

/** Null for a list without groups. */
export function readGrouping(params: SearchParams, promoted: readonly string[]): Grouping | null {
  const key = text(params, 'groupBy')?.slice(0, LONGEST_KEY);
  if (key === undefined) return null;
  if (isField(key)) return { key, kind: 'field' };
  return { key, kind: promoted.includes(key) ? 'attribute' : 'spans' };
}
