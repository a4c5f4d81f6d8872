import { OUTCOMES, type Outcome } from '@/core/model/invocation';
import { ATTRIBUTE, attributeValue, number, shortText, usd, yesOrNo } from '../url/filter-values';
import { hexId, type SearchParams, text } from '../url/scope';

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
  /** Those with an error of this group. */
  readonly fingerprint?: string;
  /** Attempts at one request. */
  readonly requestKey?: string;
  /** Values of promoted attributes by their keys. */
  readonly attribute?: Readonly<Record<string, string>>;
}

/**
 * The list's filters in the URL; a value that makes no sense is as if it were absent, as are attributes that are not
 * among the `promoted` ones.
 */
export function readInvocationFilters(
  params: SearchParams,
  promoted: readonly string[] = [],
): InvocationFilters {
  const attribute = promoted.flatMap((key) => {
    const value = attributeValue(params, key);
    return value === undefined ? [] : [[key, value]];
  });
  const memoryMb = number(params, 'memoryMb', 1e7);
  const found = {
    functionId: hexId(params, 'functionId', 16),
    fingerprint: hexId(params, 'fingerprint', 16),
    outcome: OUTCOMES.find((one) => one === text(params, 'outcome')),
    failed: yesOrNo(params, 'failed'),
    coldStart: yesOrNo(params, 'coldStart'),
    minDurationMs: number(params, 'minDurationMs'),
    maxDurationMs: number(params, 'maxDurationMs'),
    minCostUsd: usd(params, 'minCostUsd'),
    memoryMb: Number.isInteger(memoryMb) ? memoryMb : undefined,
    q: shortText(params, 'q'),
    attribute: attribute.length === 0 ? undefined : Object.fromEntries(attribute),
    ...Object.fromEntries([...NAMES, ...FACTS].map((name) => [name, shortText(params, name)])),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Attributes of the URL that the list is not narrowed by, because they are not among the `promoted` ones, with their values. */
export function unusedAttributes(
  params: SearchParams,
  promoted: readonly string[],
): readonly (readonly [key: string, value: string])[] {
  return Object.keys(params).flatMap((name) => {
    const key = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : '';
    const value = attributeValue(params, key);
    return value === undefined || promoted.includes(key) ? [] : [[key, value] as const];
  });
}

/** Whether the filters leave out more than other functions. */
export function isNarrowed(filters: InvocationFilters): boolean {
  return Object.keys(filters).some((name) => name !== 'functionId');
}
