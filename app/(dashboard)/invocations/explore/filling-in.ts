import type { PromotedAttributeView } from '../../../_queries/attributes';

/** Of the attributes `used`, those whose values invocations since `fromMs` may still lack, each with the time before which they do. */
export function fillingIn(
  promoted: readonly Pick<PromotedAttributeView, 'key' | 'completeSince'>[],
  used: readonly string[],
  fromMs: number,
): readonly { readonly key: string; readonly before: string }[] {
  return promoted.flatMap(({ key, completeSince }) =>
    completeSince !== null && used.includes(key) && Date.parse(completeSince) > fromMs
      ? [{ key, before: completeSince }]
      : [],
  );
}
