import type { FigureName } from '../../model/alerts/figures';
import type { TimeRange } from '../../model/time-range';
import { type FigureFactsOfGroup, figureValue } from './figure-value';
import type { IsCounted } from './is-counted';
import { samplesOf, type WindowFigures } from './window-figures';

/**
 * What the looks of a rule show of one group, in their order: the figure's value, NaN where there was nothing to count it
 * from, or it is not kept any more, and the invocations or calls that it was counted from. Plain numbers, because backtests read millions of them.
 */
export interface Measures {
  readonly values: Float64Array;
  readonly samples: Float64Array;
}

/** The measures of windows; `figures` follows `windows`. */
export function measuresOf(
  figure: FigureName,
  windows: readonly (readonly TimeRange[])[],
  figures: readonly (readonly WindowFigures[])[],
  group: FigureFactsOfGroup,
  isCounted: IsCounted,
): Measures {
  const values = new Float64Array(windows.length);
  const samples = new Float64Array(windows.length);
  windows.forEach((ranges, look) => {
    values[look] = Number.NaN;
    if (!ranges.every(isCounted)) return;
    const [first] = ranges;
    const own = figures[look] ?? [];
    values[look] = measured(figure, own, first?.toMs ?? 0, group);
    samples[look] = samplesOf(own[0]);
  });
  return { values, samples };
}

/** `figureValue` as a plain number: NaN where there was nothing to count it from. */
export function measured(
  figure: FigureName,
  windows: readonly WindowFigures[],
  at: number,
  group: FigureFactsOfGroup,
): number {
  return figureValue(figure, windows, at, group) ?? Number.NaN;
}
