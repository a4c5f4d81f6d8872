import type { CostSeriesView, CostsView } from '@/core/model/cost-views';
import type { FunctionDetailView, FunctionView, PageView } from '@/core/model/views';
import type { FunctionRow, FunctionWithTotals, Page } from '@/core/store/store';
import { services } from './door';
import { functionId, toRange } from './inputs/fields';
import { functionSchema, functionsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toCostSeriesView, toCostSums } from './views/costs';
import { readFigures, toFiguresView, toTotalsView } from './views/figures';
import { toFunctionInfo, toPageView } from './views/rows';

export interface FunctionsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** The split of a function's cost, in total and per step. */
export interface FunctionCostsView extends Pick<CostsView, 'totalUsd' | 'lines'> {
  readonly series: CostSeriesView;
}

/** Every function ever seen, by name, with its figures of the range; percentiles are null unless requested. */
export async function listFunctions(
  input: FunctionsInput,
  { percentiles = true }: { readonly percentiles?: boolean } = {},
): Promise<PageView<FunctionView>> {
  const { reader, now } = await services();
  const { from, to, q, ...query } = parseInput(functionsSchema, input);
  const page = await reader.functions({
    range: toRange({ from, to }, now()),
    ...query,
    ...(q === undefined ? {} : { search: q }),
    costs: false,
    percentiles,
  });
  return toPageView(page, (row) => ({ ...toFunctionInfo(row.function), ...toTotalsView(row.totals) }));
}

const NAMES_AT_ONCE = 500;
const MOST_NAMES = 2000;

/** Every function ever seen, or those of an environment, by name; at most 2,000. Reads no figures. */
export async function listFunctionNames({
  environment,
}: {
  readonly environment?: string | undefined;
}): Promise<readonly Pick<FunctionRow, 'id' | 'name' | 'environment' | 'region'>[]> {
  const { reader } = await services();
  const names: FunctionRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<FunctionWithTotals> = await reader.functions({
      range: { fromMs: 0, toMs: 0 },
      limit: NAMES_AT_ONCE,
      percentiles: false,
      costs: false,
      ...(environment === undefined ? {} : { environment }),
      ...(cursor === null ? {} : { cursor }),
    });
    names.push(...page.items.map((one) => one.function));
    cursor = page.nextCursor;
  } while (cursor !== null && names.length < MOST_NAMES);
  return names;
}

interface FunctionInput {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** One function with its figures; null if there is none with this id. */
export async function getFunction(input: FunctionInput): Promise<FunctionDetailView | null> {
  return (await readFunction(input, false))?.detail ?? null;
}

/** The same with the split of its cost, from the same figures. */
export async function getFunctionWithCosts(
  input: FunctionInput,
): Promise<{ readonly detail: FunctionDetailView; readonly costs: FunctionCostsView } | null> {
  const found = await readFunction(input, true);
  if (found === null) return null;
  const { detail, figures } = found;
  return { detail, costs: { ...toCostSums(figures.totals), series: toCostSeriesView(figures) } };
}

async function readFunction({ id, ...input }: FunctionInput, costs: boolean) {
  if (!functionId.safeParse(id).success) return null;
  const { reader, now } = await services();
  const range = toRange(parseInput(functionSchema, input), now());
  const [row, figures] = await Promise.all([
    reader.function(id),
    readFigures(reader, { range, functionId: id, costs }),
  ]);
  return row && { detail: { ...toFunctionInfo(row), ...toFiguresView(figures) }, figures };
}
