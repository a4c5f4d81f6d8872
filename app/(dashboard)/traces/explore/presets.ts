import type { TraceListView } from '@/core/model/views';
import type { Preset } from '../../../_components/filters/preset-links';
import { roundedDown } from '../../../_components/format/number';

/** Parameters that a preset replaces. */
export const TRACE_PRESET_PARAMS = [
  'errorsOnly',
  'withoutErrors',
  'minDurationMs',
  'maxDurationMs',
  'minCostUsd',
] as const;

const SLOW = 0.95;
const COSTLY = 3;
const PICO_PLACES = 12;

/** Ways to look at traces like these, the newest ones; those that need a figure that none has are left out. */
export function tracePresets(traces: readonly TraceListView[]): readonly Preset[] {
  const durations = traces.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  const slow = durations[Math.ceil(SLOW * durations.length) - 1] ?? 0;
  const costs = traces.flatMap(({ costUsd }) => (costUsd === null ? [] : [Number(costUsd)]));
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);
  return [
    { label: 'Errors', params: { errorsOnly: 'true' }, hint: 'With a span that failed' },
    ...(slow === 0
      ? []
      : [
          {
            label: 'Slow',
            params: { minDurationMs: String(roundedDown(slow, 2)) },
            hint: 'As long as the slowest twentieth of the newest traces',
          },
        ]),
    ...(mean === 0
      ? []
      : [
          {
            label: 'Costly',
            params: { minCostUsd: shortMoney(COSTLY * mean) },
            hint: 'Cost three times as much as the newest traces on average, or more',
          },
        ]),
  ];
}

/** Two digits are enough, and stay the same while new traces come in. */
function shortMoney(usd: number): string {
  return roundedDown(usd, 2)
    .toFixed(PICO_PLACES)
    .replace(/\.?0+$/, '');
}
