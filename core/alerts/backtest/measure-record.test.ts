import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureName } from '../../model/alerts/figures';
import { DurationHistogram } from '../../model/histogram';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/time-range';
import { parseInput } from '../../settings/inputs';
import { type RuleDraft, ruleInputSchema } from '../../settings/rule-schema';
import { histogramColumn } from '../../store/histogram-column';
import { looksOf, windowsOf } from '../conditions/looks';
import { countedSince } from '../figures/is-counted';
import { measuresOf } from '../figures/measures';
import { FigureSums, rowsToSum } from '../figures/window-figures';
import { GroupMinutes, type Rows } from './group-minutes';
import { RecordedLooks } from './measure-record';
import { Times } from './times';

/** Afternoon, so that days and months begin within the history. */
const START = Date.UTC(2026, 1, 27, 15);
const group = { timeoutMs: 500, firstSeen: START - 8 * DAY_MS };
const MOST_BACK_MS = 9 * DAY_MS;

function rowsOf(minutes: readonly number[]): Rows {
  const column = (value: (minute: number) => number) => Float64Array.from(minutes, value);
  const histograms = minutes.map((minute) => {
    const one = new DurationHistogram();
    one.record((minute % 97) * 1e6);
    return one.toBytes();
  });
  return {
    groups: [{ functionId: 'f', detail: null }],
    group: new Uint32Array(minutes.length),
    minute: Uint32Array.from(minutes),
    counts: {
      invocations: column((minute) => 1 + (minute % 7)),
      ok: column((minute) => minute % 2),
      durationMaxNs: column((minute) => (minute % 97) * 1e6),
      costPicoUsd: column((minute) => (minute % 13) * 1e12),
    },
    durations: histogramColumn(histograms),
    inits: histogramColumn(histograms),
    memoryShare: column((minute) => (minute % 11) / 11),
  };
}

const CONDITIONS: readonly RuleDraft['condition'][] = [
  { kind: 'threshold', threshold: 1 },
  { kind: 'change', ratio: 2, against: 'previous' },
  { kind: 'change', ratio: 2, against: 'week' },
  { kind: 'change', ratio: 2, against: 'mean_7d' },
];

const FIGURES_TO_TRY: readonly FigureName[] = [
  'invocations',
  'error_rate',
  'throttles',
  'duration_p95',
  'duration_max',
  'duration_p95_of_limit',
  'init_p95',
  'memory_share',
  'cost_day',
  'cost_forecast_day',
  'cost_forecast_month',
];

/** A month is not compared with the one before. */
const conditionsOf = (figure: FigureName) =>
  CONDITIONS.filter(
    (one) => !(figure.endsWith('_month') && one.kind === 'change' && one.against === 'previous'),
  );

describe('what the looks of a rule show in the past', () => {
  it.each(FIGURES_TO_TRY)(
    'is, minute by minute, what their windows show when each is counted anew: %s',
    (figure) => {
      const back = fc.integer({ min: 1, max: (MOST_BACK_MS + HOUR_MS) / MINUTE_MS });
      fc.assert(
        fc.property(
          fc.uniqueArray(back, { maxLength: 60 }),
          fc.constantFrom(...conditionsOf(figure)),
          fc.integer({ min: 1, max: 700 }),
          fc.integer({ min: 0, max: MOST_BACK_MS / HOUR_MS }),
          (backs, condition, windowMinutes, keptHours) => {
            const rule = parseInput(ruleInputSchema, { name: 'r', figure, condition, windowMinutes });
            const last = START / MINUTE_MS + 60;
            const minutes = backs.map((one) => last - one).sort((a, b) => a - b);
            const rows = rowsToSum(rowsOf(minutes));
            const own = new GroupMinutes();
            if (minutes.length > 0) own.append(rows.rows, 0, minutes.length);
            const attempts = minutes.filter((minute) => minute % 3 === 0);
            const throttled = new Times(
              attempts.map((minute) => ({ at: minute * MINUTE_MS, count: minute % 5 })),
            );
            const isCounted = countedSince(START - keptHours * HOUR_MS, 'hours');
            const past = { minutes: own, throttled, group, isCounted };
            const recorded = new RecordedLooks(rule.figure, looksOf(rule), past, START / MINUTE_MS);
            for (let minute = START / MINUTE_MS; minute < last; minute += 7) {
              const windows = windowsOf(rule, minute * MINUTE_MS);
              let seen = false;
              const figures = windows.map((ranges) =>
                ranges.map(({ fromMs, toMs }) => {
                  const fresh = new FigureSums();
                  const isWithin = (at: number) => at * MINUTE_MS >= fromMs && at * MINUTE_MS < toMs;
                  minutes.forEach((at, index) => {
                    if (isWithin(at)) fresh.add(rows, index);
                  });
                  for (const at of attempts) if (isWithin(at)) fresh.addThrottled(at % 5);
                  if (fresh.counts.invocations > 0) seen = true;
                  return fresh;
                }),
              );
              recorded.moveTo(minute);
              expect(recorded.measures).toEqual(measuresOf(figure, windows, figures, group, isCounted));
              expect(recorded.isSeen).toBe(seen);
            }
          },
        ),
        { numRuns: 30 },
      );
    },
  );
});
