import { OUTCOMES, type Outcome } from '@/core/model/invocation';
import { hexId, type SearchParams, text } from '../../_components/url/scope';

/** Facts of invocations that are asked for by one value each. */
export const FACTS = [
  'version',
  'errorType',
  'trigger',
  'architecture',
  'region',
  'provider',
  'runtime',
] as const;

/** What invocations have to do with, by its name. */
export const NAMES = ['dependency', 'called', 'failedCall', 'requestKey'] as const;

type Fact = (typeof FACTS)[number];

export interface InvocationFilters extends Readonly<Partial<Record<Fact, string>>> {
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly failed?: boolean;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly minCostUsd?: string;
  readonly memoryMb?: number;
  readonly q?: string;
  readonly dependency?: string;
  readonly called?: string;
  readonly failedCall?: string;
  /** Attempts at one request. */
  readonly requestKey?: string;
  /** Values of promoted attributes by their keys. */
  readonly attribute?: Readonly<Record<string, string>>;
}

const ATTRIBUTE = 'attribute.';

/**
 * The list's filters in the URL; a value that makes no sense is as if it were absent, as are attributes that are not
 * among the `promoted` ones.
 */
export function readFilters(params: SearchParams, promoted: readonly string[] = []): InvocationFilters {
  const attribute = promoted.flatMap((key) => {
    const value = text(params, `${ATTRIBUTE}${key}`)?.slice(0, 500);
    return value === undefined ? [] : [[key, value]];
  });
  const cost = text(params, 'minCostUsd');
  const memoryMb = number(params, 'memoryMb', 1e7);
  const found = {
    functionId: hexId(params, 'functionId', 16),
    outcome: OUTCOMES.find((one) => one === text(params, 'outcome')),
    failed: yesOrNo(params, 'failed'),
    coldStart: yesOrNo(params, 'coldStart'),
    minDurationMs: number(params, 'minDurationMs', 1e9),
    maxDurationMs: number(params, 'maxDurationMs', 1e9),
    minCostUsd: cost !== undefined && /^\d{1,9}(\.\d{1,12})?$/.test(cost) ? cost : undefined,
    memoryMb: Number.isInteger(memoryMb) ? memoryMb : undefined,
    q: text(params, 'q')?.slice(0, 500),
    attribute: attribute.length === 0 ? undefined : Object.fromEntries(attribute),
    ...Object.fromEntries([...NAMES, ...FACTS].map((name) => [name, text(params, name)?.slice(0, 500)])),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function yesOrNo(params: SearchParams, name: string): boolean | undefined {
  const value = text(params, name);
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

function number(params: SearchParams, name: string, most: number): number | undefined {
  const value = Number(text(params, name) ?? Number.NaN);
  return value >= 0 && value <= most ? value : undefined;
}

/** The filters as parameters of the URL. */
export function filterParams({ attribute = {}, ...filters }: InvocationFilters) {
  const attributes = Object.entries(attribute).map(([key, value]) => [`${ATTRIBUTE}${key}`, value]);
  return { ...filters, ...Object.fromEntries(attributes) };
}
