import type { CostLineView, InvocationView, PageView } from '@/core/model/views';
import type { InvocationRow } from '@/core/store/store';
import { services } from './door';
import { type NarrowingInput, toFilter } from './inputs/invocation-filter';
import { invocationsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toInvocationView, toPageView } from './views/rows';
import { isoTimeAfter } from './views/time';

export interface InvocationsInput extends NarrowingInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

interface PageOf<Item> extends PageView<Item> {
  /** Set only while a requested attribute is being backfilled: earlier invocations may be missing. */
  readonly completeSince?: string;
}

/** Invocations, newest first. */
export async function listInvocations(input: InvocationsInput): Promise<PageOf<InvocationView>> {
  return readInvocations(input, toInvocationView);
}

/** An invocation with the arithmetic of its cost. */
export interface InvocationCostView extends InvocationView {
  readonly costLines: readonly CostLineView[];
}

/** Invocations with the arithmetic of each cost. */
export type InvocationCostsView = PageOf<InvocationCostView>;

/** The same, each with the arithmetic of its cost. */
export async function listInvocationCosts(input: InvocationsInput): Promise<InvocationCostsView> {
  const { costLines } = await services();
  const [page, linesOf] = await Promise.all([readInvocations(input, (row) => row), costLines()]);
  const items = page.items.map((row) => ({ ...toInvocationView(row), costLines: linesOf(row) }));
  return { ...page, items };
}

async function readInvocations<Item>(
  input: InvocationsInput,
  toView: (row: InvocationRow) => Item,
): Promise<PageOf<Item>> {
  const { reader, now } = await services();
  const { limit, cursor, ...filter } = parseInput(invocationsSchema, input);
  const page = await reader.invocations({
    ...toFilter(filter, now()),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const view = toPageView(page, toView);
  return page.completeSince === undefined
    ? view
    : { ...view, completeSince: isoTimeAfter(page.completeSince) };
}
