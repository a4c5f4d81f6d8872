import { formatPicoUsd } from '@/core/model/money';
import { previousRange, type TimeRange, toWholeMinutes } from '@/core/model/time-range';
import type { FiguresView, TotalsView } from '@/core/model/views';
import type { FiguresQuery, SeriesPoint, TelemetryReader, Totals } from '@/core/store/store';
import { chartStep } from './chart-step';
import { isoTime } from './time';

/** Figures as shown: throttles are null while no source counts them, cost null if none is known. */
export function toTotalsView(totals: Totals): TotalsView {
  const { invocations, errors, errorRate, timeouts, ooms, throttles, coldStarts, coldStartRate } = totals;
  const costUnknown = invocations > 0 && totals.unpriced >= invocations;
  return {
    invocations,
    errors,
    errorRate,
    outcomes: totals.outcomes,
    timeouts,
    ooms,
    throttles,
    coldStarts,
    coldStartRate,
    durationMs: totals.durationMs,
    initMs: totals.initMs,
    memoryShare: totals.memoryShare,
    costUsd: costUnknown ? null : formatPicoUsd(totals.cost),
    unpricedInvocations: totals.unpriced,
    coverage: totals.coverage,
  };
}

/** The data of a screen of figures, all in whole minutes. */
export interface Figures {
  readonly range: TimeRange;
  readonly stepMs: number;
  readonly totals: Totals;
  /** Of the previous period; without the split of costs. */
  readonly previous: Totals;
  readonly series: readonly SeriesPoint[];
}

/** The figures of a range, of the previous period and per step. */
export async function readFigures(
  reader: Pick<TelemetryReader, 'keptSince' | 'totals' | 'series'>,
  { range: asked, costs = false, ...of }: FiguresQuery,
): Promise<Figures> {
  const range = toWholeMinutes(asked);
  const stepMs = await chartStep(reader, range);
  const [totals, previous, series] = await Promise.all([
    reader.totals({ range, ...of, costs }),
    reader.totals({ range: previousRange(range), ...of, costs: false }),
    reader.series({ range, ...of, stepMs, costs }),
  ]);
  return { range, stepMs, totals, previous, series };
}

/** The same as shown. */
export function toFiguresView({ range, stepMs, totals, previous, series }: Figures): FiguresView {
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    stepMs,
    totals: toTotalsView(totals),
    previous: toTotalsView(previous),
    series: series.map((point) => ({ t: isoTime(point.t), ...toTotalsView(point) })),
  };
}
