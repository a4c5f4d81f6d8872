import type { HeatmapView } from '@/core/model/explore-views';

/** The cells between two corners, both included; indexes of steps and bands. */
export interface Area {
  readonly step0: number;
  readonly step1: number;
  readonly band0: number;
  readonly band1: number;
}

export interface Corner {
  readonly step: number;
  readonly band: number;
}

export function areaOf(a: Corner, b: Corner): Area {
  return {
    step0: Math.min(a.step, b.step),
    step1: Math.max(a.step, b.step),
    band0: Math.min(a.band, b.band),
    band1: Math.max(a.band, b.band),
  };
}

export function countIn(cells: HeatmapView['cells'], { step0, step1, band0, band1 }: Area): number {
  return cells.reduce(
    (sum, { step, band, count }) =>
      step >= step0 && step <= step1 && band >= band0 && band <= band1 ? sum + count : sum,
    0,
  );
}

/** The times and durations that the area covers, within the whole range: exactly those that its cells count. */
export function boundsOf(heatmap: HeatmapView, area: Area) {
  const at = (step: number) => Date.parse(heatmap.steps[step] ?? heatmap.from);
  const fromMs = Math.max(at(area.step0), Date.parse(heatmap.from));
  const toMs = Math.min(at(area.step1) + heatmap.stepMs, Date.parse(heatmap.to));
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    minDurationMs: heatmap.bands[area.band0]?.fromMs ?? 0,
    maxDurationMs: heatmap.bands[area.band1]?.toMs ?? 0,
  };
}
