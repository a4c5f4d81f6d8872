import { OUTCOMES, type Outcome } from '@/core/model/invocation';
import { hexId, type SearchParams, text } from '../../_components/url/scope';

export interface InvocationFilters {
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  readonly q?: string;
  readonly dependency?: string;
  /** Values of promoted attributes by their keys. */
  readonly attribute?: Readonly<Record<string, string>>;
}

const ATTRIBUTE = 'attribute.';

/**
 * The list's filters in the URL; a value that makes no sense is as if it were absent, as are attributes that are not
 * among the `promoted` ones.
 */
export function readFilters(params: SearchParams, promoted: readonly string[] = []): InvocationFilters {
  const functionId = hexId(params, 'functionId', 16);
  const outcome = OUTCOMES.find((one) => one === text(params, 'outcome'));
  const cold = text(params, 'coldStart');
  const minDurationMs = Number(text(params, 'minDurationMs') ?? Number.NaN);
  const q = text(params, 'q')?.slice(0, 500);
  const dependency = text(params, 'dependency')?.slice(0, 500);
  const attribute = promoted.flatMap((key) => {
    const value = text(params, `${ATTRIBUTE}${key}`)?.slice(0, 500);
    return value === undefined ? [] : [[key, value]];
  });
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(cold === 'true' || cold === 'false' ? { coldStart: cold === 'true' } : {}),
    ...(minDurationMs >= 0 && minDurationMs <= 1e9 ? { minDurationMs } : {}),
    ...(q === undefined ? {} : { q }),
    ...(dependency === undefined ? {} : { dependency }),
    ...(attribute.length === 0 ? {} : { attribute: Object.fromEntries(attribute) }),
  };
}

/** The filters as parameters of the URL. */
export function filterParams({ attribute = {}, ...filters }: InvocationFilters) {
  const attributes = Object.entries(attribute).map(([key, value]) => [`${ATTRIBUTE}${key}`, value]);
  return { ...filters, ...Object.fromEntries(attributes) };
}
