import type { FiguresView } from '@/core/model/views';
import { services } from './door';
import { toRange } from './inputs/fields';
import { overviewSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { readFigures } from './views/figures';

/** The figures of all functions, or of one environment's. */
export async function getOverview({
  range,
  ...of
}: {
  readonly range: { readonly from: string; readonly to: string };
  readonly environment?: string;
}): Promise<FiguresView> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(overviewSchema, { ...range, ...of });
  return readFigures(reader, { range: toRange({ from, to }, now()), ...query });
}
