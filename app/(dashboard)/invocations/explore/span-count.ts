import { formatWhole } from '../../../_components/format/number';

/** A number of spans, with its standard error when it is estimated: `1,200 ± 80`. */
export function spanCount({
  count,
  standardError,
}: {
  readonly count: number;
  /** Null when it is not known. */
  readonly standardError: number | null;
}): string {
  const text = formatWhole(Math.round(count));
  if (standardError === 0) return text;
  return standardError === null ? `about ${text}` : `${text} ± ${formatWhole(Math.round(standardError))}`;
}
