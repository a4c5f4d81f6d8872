import { DAY_MS, HOUR_MS, type TimeRange } from '../../model/time-range';

/** Whether a window can be counted. */
export type IsCounted = (window: TimeRange) => boolean;

/**
 * Which windows can be counted when rows and single minutes are kept since `keptSinceMs`. What begins before is unknown, not
 * nothing; but counters of whole hours stay, which tell of windows that begin with a day, and of those of a day or more, of which
 * less than an hour is missing. `hours`: also of those that always begin and end with an hour; of others they would tell for
 * one minute in sixty.
 */
export function countedSince(keptSinceMs: number, from: 'rows' | 'counters' | 'hours'): IsCounted {
  return ({ fromMs, toMs }) => {
    if (fromMs >= keptSinceMs || fromMs >= toMs) return true;
    if (from === 'rows') return false;
    const step = from === 'hours' ? HOUR_MS : DAY_MS;
    const beginsWell = fromMs % step === 0 || toMs - fromMs >= DAY_MS;
    return beginsWell && (toMs >= keptSinceMs || toMs % step === 0);
  };
}
