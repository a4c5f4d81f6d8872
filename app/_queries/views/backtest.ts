import type { BacktestResult } from '@/core/alerts/backtest/backtest';
import { isoTime } from './time';

/** A backtest as the API answers it. */
export function toBacktestView({
  range,
  episodes,
  series,
  known,
  ...rest
}: BacktestResult & { readonly warnings: readonly string[] }) {
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    ...rest,
    episodes: episodes.map(({ startsAt, endsAt, ...episode }) => ({
      ...episode,
      startsAt: isoTime(startsAt),
      endsAt: endsAt === null ? null : isoTime(endsAt),
    })),
    series: series.map(({ points, ...one }) => ({
      ...one,
      points: points.map(({ t, ...point }) => ({ t: isoTime(t), ...point })),
    })),
    caughtIncidentIds: known.caught,
    missedIncidentIds: known.missed,
  };
}
