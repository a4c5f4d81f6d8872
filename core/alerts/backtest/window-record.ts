import { type FigureName, figureFacts } from '../../model/alerts/figures';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import { CALL_COLUMNS, type CallColumn, type FigureColumn } from '../../store/alert-figures';
import { figureNeeds } from '../figures/figure-value';
import { NOTHING, type WindowFigures } from '../figures/window-figures';
import { type GroupMinutes, SlidingWindow } from './sliding-window';

type Column = FigureColumn | CallColumn;

/** A window as it was when it ended at some minute, with just what its figure is made of. */
class RecordedWindow implements WindowFigures {
  readonly counts: Record<Column, number> = { ...NOTHING.counts };
  readonly throttledAttempts = null;
  readonly memoryShare = null;
  percentileMs = Number.NaN;

  /** Of the share that the figure is about. */
  durationMs(): number | null {
    return Number.isNaN(this.percentileMs) ? null : this.percentileMs;
  }

  initMs(): number | null {
    return null;
  }
}

/**
 * What windows of one length showed at every minute, each worked out once: a rule that compares with its past asks for the
 * same window again after a week, and on many days after it.
 */
export class WindowRecord {
  private readonly window: SlidingWindow;
  private readonly columns: readonly Column[];
  private readonly share: number | null;
  private readonly values: number[][];
  private readonly percentiles: number[] = [];
  /** Minute at which the first recorded window ends. */
  private readonly first: number;

  constructor(
    minutes: GroupMinutes,
    private readonly lengthMs: number,
    figure: FigureName,
    /** No window that ends before is asked for. */
    firstEndMs: number,
  ) {
    this.first = firstEndMs / MINUTE_MS;
    this.window = new SlidingWindow(minutes);
    this.columns =
      figureFacts(figure).source === 'dependencies'
        ? CALL_COLUMNS
        : [...new Set<Column>(['invocations', ...figureNeeds(figure).columns])];
    this.share = shareOf(figure);
    this.values = this.columns.map(() => []);
  }

  /** Brings `into` to what the window that ends then showed. */
  read({ toMs }: TimeRange, into: RecordedWindow): void {
    const minute = toMs / MINUTE_MS;
    const index = minute - this.first;
    for (let next = this.percentiles.length; next <= index; next += 1) this.record(this.first + next);
    // Plain loops: this is asked for millions of times.
    for (let position = 0; position < this.columns.length; position += 1) {
      const column = this.columns[position];
      if (column !== undefined) into.counts[column] = this.values[position]?.[index] ?? 0;
    }
    into.percentileMs = this.percentiles[index] ?? Number.NaN;
  }

  private record(minute: number): void {
    const toMs = minute * MINUTE_MS;
    const sums = this.window.moveTo({ fromMs: toMs - this.lengthMs, toMs });
    this.columns.forEach((column, position) => {
      this.values[position]?.push(sums.counts[column]);
    });
    this.percentiles.push((this.share === null ? null : sums.durationMs(this.share)) ?? Number.NaN);
  }
}

export function recordedWindow(): RecordedWindow {
  return new RecordedWindow();
}

/**
 * The length that all of the windows have, when there are several and their figure needs nothing that a record has not;
 * else null.
 */
export function recordedLength(figure: FigureName, asked: readonly (readonly TimeRange[])[]): number | null {
  const all = asked.flat();
  const [first] = all;
  if (first === undefined || all.length < 2 || figure === 'memory_share' || figure.startsWith('init_'))
    return null;
  const length = first.toMs - first.fromMs;
  return all.every(({ fromMs, toMs }) => toMs - fromMs === length) ? length : null;
}

/** Of `duration_p95` and the like 0.95; null for figures without a percentile. */
function shareOf(figure: FigureName): number | null {
  const percent = /_p(\d+)/.exec(figure)?.[1];
  return percent === undefined ? null : Number(percent) / 100;
}
