import type { HeatmapView } from '@/core/model/explore-views';
import { toWholeMinutes } from '@/core/model/time-range';
import { services } from '../door';
import { heatmapSchema } from '../inputs/explore';
import { toRange } from '../inputs/fields';
import { parseInput } from '../inputs/parse';
import { chartStep } from '../views/chart-step';
import { isoTime } from '../views/time';

const MOST_STEPS = 60;

/** Invocations counted by time and duration. */
export async function getHeatmap(input: {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
}): Promise<HeatmapView> {
  const { reader, now } = await services();
  const { from, to, ...of } = parseInput(heatmapSchema, input);
  const range = toWholeMinutes(toRange({ from, to }, now()));
  const stepMs = await chartStep(reader, range, MOST_STEPS);
  const { steps, bands, cells } = await reader.heatmap({ ...of, range, stepMs });
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    stepMs,
    steps: steps.map(isoTime),
    bands,
    cells,
  };
}
