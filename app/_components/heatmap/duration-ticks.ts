import type { HeatmapView } from '@/core/model/explore-views';

export interface DurationTick {
  readonly ms: number;
  /** How far up the bands it lies: 0 at the shortest duration, 1 at the longest. */
  readonly at: number;
}

const ROUND = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000];
const BETWEEN = ROUND.slice(0, 8).flatMap((ms) => [ms * 2, ms * 5]);
const FEW = 3;

/** Round durations within the bands, shortest first; the ends of the bands where they hold fewer than two. */
export function durationTicks(bands: HeatmapView['bands']): readonly DurationTick[] {
  const [first, last] = [bands[0], bands.at(-1)];
  if (first === undefined || last === undefined) return [];
  const within = (all: readonly number[]) => all.filter((ms) => ms >= first.fromMs && ms <= last.toMs);
  const round = within(ROUND);
  const found = round.length < FEW ? within([...ROUND, ...BETWEEN]).sort((a, b) => a - b) : round;
  if (found.length < 2)
    return [
      { ms: first.fromMs, at: 0 },
      { ms: last.toMs, at: 1 },
    ];
  return found.map((ms) => ({ ms, at: placeOf(ms, bands) }));
}

/** Bands are equally high and grow by a factor, the first one perhaps from 0. */
function placeOf(ms: number, bands: HeatmapView['bands']): number {
  const index = bands.findIndex(({ toMs }) => ms <= toMs);
  const { fromMs, toMs } = bands[index] ?? { fromMs: ms, toMs: ms };
  const part = fromMs > 0 && toMs > fromMs ? Math.log(ms / fromMs) / Math.log(toMs / fromMs) : ms / toMs;
  return (index + part) / bands.length;
}
