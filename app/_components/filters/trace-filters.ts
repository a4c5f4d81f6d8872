import { ATTRIBUTE, attributeValue, exactText, number, shortText, usd, yesOrNo } from '../url/filter-values';
import { hexId, type SearchParams } from '../url/scope';

/** The length to which span names are stored. */
const LONGEST_ROOT_NAME = 1024;

export interface TraceFilters {
  readonly functionId?: string;
  readonly errorsOnly?: boolean;
  readonly withoutErrors?: boolean;
  readonly rootName?: string;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly minCostUsd?: string;
  readonly q?: string;
  /** One attribute of any span. */
  readonly attribute?: Readonly<Record<string, string>>;
}

/** The list's filters in the URL; invalid values are treated as absent, as are all attributes after the first. */
export function readTraceFilters(params: SearchParams): TraceFilters {
  const attributes = Object.keys(params).flatMap((name) => {
    const key = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : '';
    const value = attributeValue(params, key);
    return value === undefined ? [] : [{ [key]: value }];
  });
  const found = {
    functionId: hexId(params, 'functionId', 16),
    errorsOnly: yesOrNo(params, 'errorsOnly') || undefined,
    withoutErrors: yesOrNo(params, 'withoutErrors') || undefined,
    rootName: exactText(params, 'rootName', LONGEST_ROOT_NAME),
    minDurationMs: number(params, 'minDurationMs'),
    maxDurationMs: number(params, 'maxDurationMs'),
    minCostUsd: usd(params, 'minCostUsd'),
    q: shortText(params, 'q'),
    attribute: attributes[0],
  };
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined));
}
