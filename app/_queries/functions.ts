import type { FunctionDetailView, FunctionView, PageView } from '@/core/model/views';
import type { FunctionRow, FunctionWithTotals, Page } from '@/core/store/store';
import { services } from './door';
import { functionId, toRange } from './inputs/fields';
import { functionSchema, functionsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { readFigures, toTotalsView } from './views/figures';
import { toFunctionInfo, toPageView } from './views/rows';

export interface FunctionsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Every function that was ever seen, by name, with its figures of the range; percentiles are null where none are wanted. */
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

/** Every function that was ever seen, or those of an environment, by name; at most 2,000. Reads no figures. */
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

/** One function with its figures; null when there is none of this id. */
export async function getFunction({
  id,
  ...input
}: {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}): Promise<FunctionDetailView | null> {
  if (!functionId.safeParse(id).success) return null;
  const { reader, now } = await services();
  const range = toRange(parseInput(functionSchema, input), now());
  const [row, figures] = await Promise.all([
    reader.function(id),
    readFigures(reader, { range, functionId: id }),
  ]);
  return row && { ...toFunctionInfo(row), ...figures };
}
