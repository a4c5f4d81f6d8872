import type { TotalsView } from '@/core/model/views';
import type { Preset } from '../../../_components/filters/preset-links';
import { roundedDown } from '../../../_components/format/number';

/** Parameters that a preset replaces. */
export const PRESET_PARAMS = [
  'failed',
  'outcome',
  'coldStart',
  'minDurationMs',
  'maxDurationMs',
  'minCostUsd',
] as const;

const PICO_PLACES = 12;
const COSTLY = 3;

/** Ways to look at the invocations of the figures; those that need a figure that is not known are left out. */
export function presetsFor({
  durationMs,
  costUsd,
  invocations,
  unpricedInvocations,
}: TotalsView): readonly Preset[] {
  const priced = invocations - unpricedInvocations;
  const mean = costUsd === null || priced === 0 ? 0 : Number(costUsd) / priced;
  return [
    { label: 'Errors', params: { failed: 'true' }, hint: 'Failed in any way' },
    { label: 'Timeouts', params: { outcome: 'timeout' }, hint: 'Ended by their timeout' },
    ...(durationMs.p95 === null
      ? []
      : [
          {
            label: 'Slow',
            // Few digits stay the same while new invocations come in.
            params: { minDurationMs: String(roundedDown(durationMs.p95, 3)) },
            hint: 'The slowest twentieth: from the 95th percentile on',
          },
        ]),
    { label: 'Cold', params: { coldStart: 'true' }, hint: 'Paid for the start of an environment' },
    ...(mean === 0
      ? []
      : [
          {
            label: 'Costly',
            params: { minCostUsd: (COSTLY * mean).toFixed(PICO_PLACES).replace(/\.?0+$/, '') },
            hint: 'Cost three times as much as the average, or more',
          },
        ]),
  ];
}
