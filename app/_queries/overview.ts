import type { FiguresView, TotalsView } from '@/core/model/views';
import { services } from './door';
import { toRange } from './inputs/fields';
import { overviewSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { readFigures, toFiguresView, toTotalsView } from './views/figures';

interface OverviewInput {
  readonly range: { readonly from: string; readonly to: string };
  readonly environment?: string;
}

/** The figures of the range alone. */
export async function getTotals({ range, ...of }: OverviewInput): Promise<TotalsView> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(overviewSchema, { ...range, ...of });
  return toTotalsView(await reader.totals({ range: toRange({ from, to }, now()), ...query, costs: false }));
}

/** The figures of all functions, or of one environment's, with the period before and per step. */
export async function getOverview({ range, ...of }: OverviewInput): Promise<FiguresView> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(overviewSchema, { ...range, ...of });
  return toFiguresView(await readFigures(reader, { range: toRange({ from, to }, now()), ...query }));
}
