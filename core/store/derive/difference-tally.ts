import type { Attributes } from '../../model/attributes';
import { BREAKDOWN_FIELDS } from '../../model/explore/breakdown-fields';
import type { TimeRange } from '../../model/time-range';
import type { DifferenceKey } from '../explore';
import { attributeText } from './attribute-text';
import type { CountedInvocation } from './breakdown-groups';

export const DEFAULT_SAMPLE = 400;
export const MOST_SAMPLE = 1000;
/** How many equal parts of the range are sampled. */
const PARTS = 20;
/** How many values of an attribute are counted, because some attributes have a new value in every span. */
const MOST_VALUES = 1000;
const MOST_KEYS = 500;

export type Side = 'selected' | 'rest';

/** How often each key has each value. */
export class DifferenceTally {
  private readonly keys = new Map<
    string,
    DifferenceKey & { readonly byValue: Map<string, Record<Side, number>> }
  >();

  addFields({ values }: CountedInvocation, side: Side): void {
    for (const field of BREAKDOWN_FIELDS) this.add('field', field, values[field] ?? '', side);
  }

  /** The span's own attributes take precedence over its resource's. */
  addAttributes(resource: Attributes, own: Attributes, side: Side): void {
    for (const [key, value] of Object.entries({ ...resource, ...own }))
      this.add('attribute', key, attributeText(value), side);
  }

  all(): readonly DifferenceKey[] {
    return Array.from(this.keys.values(), ({ kind, key, byValue }) => ({
      kind,
      key,
      values: Array.from(byValue, ([value, counts]) => ({ value, ...counts })),
    }));
  }

  private add(kind: DifferenceKey['kind'], key: string, value: string, side: Side): void {
    const name = `${kind} ${key}`;
    let known = this.keys.get(name);
    if (!known) {
      if (this.keys.size >= MOST_KEYS) return;
      known = { kind, key, values: [], byValue: new Map() };
      this.keys.set(name, known);
    }
    const counts = known.byValue.get(value);
    if (counts) counts[side] += 1;
    else if (known.byValue.size < MOST_VALUES)
      known.byValue.set(value, { selected: side === 'selected' ? 1 : 0, rest: side === 'rest' ? 1 : 0 });
  }
}

/** Equal parts of a range to sample, and how many invocations to take from each for a sample of `size`. */
export function partsOf(
  { fromMs, toMs }: TimeRange,
  size: number,
): { readonly ranges: readonly TimeRange[]; readonly perPart: number } {
  const length = (toMs - fromMs) / PARTS;
  const ranges = Array.from({ length: PARTS }, (_, index) => ({
    fromMs: fromMs + index * length,
    toMs: index === PARTS - 1 ? toMs : fromMs + (index + 1) * length,
  }));
  return { ranges, perPart: Math.ceil(size / PARTS) };
}
