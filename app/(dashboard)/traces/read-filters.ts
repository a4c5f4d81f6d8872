import { hexId, type SearchParams, text } from '../../_components/url/scope';

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

const ATTRIBUTE = 'attribute.';
const LONGEST_KEY = 200;

/** The list's filters in the URL; a value that makes no sense is as if it were absent, as are all attributes but the first. */
export function readFilters(params: SearchParams): TraceFilters {
  const cost = text(params, 'minCostUsd');
  const name = Object.keys(params).find(
    (one) => one.startsWith(ATTRIBUTE) && one.length > ATTRIBUTE.length && one.length <= LONGEST_KEY,
  );
  const value = name === undefined ? undefined : text(params, name)?.slice(0, 500);
  const found = {
    functionId: hexId(params, 'functionId', 16),
    errorsOnly: text(params, 'errorsOnly') === 'true' || undefined,
    withoutErrors: text(params, 'withoutErrors') === 'true' || undefined,
    rootName: text(params, 'rootName')?.slice(0, 500),
    minDurationMs: milliseconds(params, 'minDurationMs'),
    maxDurationMs: milliseconds(params, 'maxDurationMs'),
    minCostUsd: cost !== undefined && /^\d{1,9}(\.\d{1,12})?$/.test(cost) ? cost : undefined,
    q: text(params, 'q')?.slice(0, 500),
    attribute:
      name === undefined || value === undefined ? undefined : { [name.slice(ATTRIBUTE.length)]: value },
  };
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined));
}

function milliseconds(params: SearchParams, name: string): number | undefined {
  const value = Number(text(params, name) ?? Number.NaN);
  return value >= 0 && value <= 1e9 ? value : undefined;
}

/** The filters as parameters of the URL. */
export function filterParams({ attribute = {}, ...filters }: TraceFilters) {
  const named = Object.entries(attribute).map(([key, value]) => [`${ATTRIBUTE}${key}`, value]);
  return { ...filters, ...Object.fromEntries(named) };
}
