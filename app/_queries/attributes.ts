import { FaaslensError } from '@/core/errors';
import type { Outcome } from '@/core/model/invocation';
import type { TimeRange } from '@/core/model/time-range';
import type { PromotedAttribute } from '@/core/store/store';
import { services } from './door';
import { attributeGroupsSchema, nextBudget } from './inputs/attributes';
import { toRange } from './inputs/fields';
import { parseInput } from './inputs/parse';
import { isoTime, isoTimeAfter } from './views/time';

export interface PromotedAttributeView {
  readonly key: string;
  readonly promotedAt: string;
  /** Null once every invocation has its value. */
  readonly completeSince: string | null;
  readonly examined: number;
  readonly missed: number;
}

export interface AttributeGroupsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly key: string;
  readonly unit?: 'invocations' | 'spans';
  readonly limit?: number;
  readonly seed?: number;
  readonly budgetMs?: number;
}

export interface AttributeGroupsView {
  readonly unit: 'invocations' | 'spans';
  readonly from: string;
  readonly to: string;
  readonly groups: readonly {
    readonly value: string;
    readonly count: number;
    readonly standardError: number | null;
  }[];
  readonly sampledBlocks: number;
  readonly totalBlocks: number;
  readonly exact: boolean;
  readonly completeSince: string | null;
  /** Parameters of a follow-up query with a better answer; null if there is none. */
  readonly next: {
    readonly from: string;
    readonly to: string;
    readonly seed: number;
    readonly budgetMs: number;
  } | null;
}

export async function listPromotedAttributes(): Promise<readonly PromotedAttributeView[]> {
  const { reader } = await services();
  return (await reader.promotedAttributes()).map(toPromotedAttributeView);
}

export function toPromotedAttributeView(attribute: PromotedAttribute): PromotedAttributeView {
  const { promotedAt, completeSince } = attribute;
  return {
    ...attribute,
    promotedAt: isoTime(promotedAt),
    completeSince: completeSince === null ? null : isoTimeAfter(completeSince),
  };
}

/** How many invocations, or spans, have each value of an attribute. */
export async function getAttributeGroups(input: AttributeGroupsInput): Promise<AttributeGroupsView> {
  const { reader, now } = await services();
  const { from, to, unit, seed, budgetMs, outcome, ...query } = parseInput(attributeGroupsSchema, input);
  const range = toRange({ from, to }, now());
  const ends = { from: isoTime(range.fromMs), to: isoTime(range.toMs) };
  if ((unit ?? (await unitOf(query.key))) === 'invocations') {
    const counted = await reader.invocationGroups({ ...query, range, ...(outcome && { outcome }) });
    return {
      unit: 'invocations',
      ...ends,
      groups: counted.groups.map(({ value, invocations }) => ({
        value,
        count: invocations,
        standardError: counted.exact ? 0 : null,
      })),
      sampledBlocks: 0,
      totalBlocks: 0,
      exact: counted.exact,
      completeSince: counted.completeSince === null ? null : isoTimeAfter(counted.completeSince),
      next: null,
    };
  }
  if (outcome !== undefined)
    throw new FaaslensError('invalid_input', 'outcome: is known of invocations only: promote the attribute');
  const sampled = await reader.attributeGroups({ ...query, range: whole(range), seed, budgetMs });
  const next = sampled.sampledBlocks < sampled.totalBlocks ? nextBudget(budgetMs) : null;
  return {
    unit: 'spans',
    ...ends,
    groups: sampled.groups.map(({ value, spans, standardError }) => ({ value, count: spans, standardError })),
    sampledBlocks: sampled.sampledBlocks,
    totalBlocks: sampled.totalBlocks,
    exact: sampled.exact,
    completeSince: null,
    next: next === null ? null : { ...ends, seed, budgetMs: next },
  };
}

async function unitOf(key: string): Promise<'invocations' | 'spans'> {
  const { reader } = await services();
  const promoted = await reader.promotedAttributes();
  return promoted.some((one) => one.key === key) ? 'invocations' : 'spans';
}

/** In whole milliseconds, as the answer states it, so that a follow-up query uses the same range. */
function whole({ fromMs, toMs }: TimeRange): TimeRange {
  return { fromMs: Math.floor(fromMs), toMs: Math.floor(toMs) };
}
