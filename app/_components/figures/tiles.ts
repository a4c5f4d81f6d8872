import type { TotalsView } from '@/core/model/views';
import { type Change, pointChange, relativeChange } from '../format/change';
import { formatDuration } from '../format/duration';
import { formatMoney } from '../format/money';
import { formatCount, formatPercent } from '../format/number';

export interface Tile {
  readonly label: string;
  readonly value: string;
  /** A second, smaller figure: the count behind a rate. */
  readonly detail?: string;
  readonly change: Change | null;
  /** Whether more is better, worse or neither. */
  readonly more: 'better' | 'worse' | 'neutral';
  /** Shown on hover. */
  readonly hint?: string;
  /** Link to the rows behind it. */
  readonly href?: string;
  /** The figure over time. */
  readonly spark?: { readonly values: readonly (number | null)[]; readonly color: string };
  /** Shown in place of a change. */
  readonly note?: string;
}

/** The figures of a period beside those of the previous one, in the order in which they are shown. */
export function figureTiles(totals: TotalsView, previous: TotalsView): readonly Tile[] {
  const latency = (name: 'p50' | 'p95' | 'p99'): Tile => ({
    label: `Duration ${name}`,
    value: formatDuration(totals.durationMs[name]),
    change: relativeChange(totals.durationMs[name], previous.durationMs[name]),
    more: 'worse',
  });
  const unpriced = totals.unpricedInvocations;
  const cost = (from: TotalsView) => (from.costUsd === null ? null : Number(from.costUsd));
  return [
    {
      label: 'Invocations',
      value: formatCount(totals.invocations),
      change: relativeChange(totals.invocations, previous.invocations),
      more: 'neutral',
    },
    {
      label: 'Errors',
      value: formatPercent(totals.errorRate),
      detail: formatCount(totals.errors),
      change: pointChange(totals.errorRate, previous.errorRate),
      more: 'worse',
      hint: `${totals.errors} failed; ${totals.timeouts} of them timed out, ${totals.ooms} ran out of memory`,
    },
    {
      label: 'Cold starts',
      value: formatPercent(totals.coldStartRate),
      detail: formatCount(totals.coldStarts),
      change: pointChange(totals.coldStartRate, previous.coldStartRate),
      more: 'worse',
    },
    latency('p50'),
    latency('p95'),
    latency('p99'),
    {
      label: 'Cost',
      value: formatMoney(totals.costUsd),
      ...(unpriced > 0 ? { detail: `${formatCount(unpriced)} unpriced` } : {}),
      // Without earlier traffic there is nothing to compare: no cost is no saving.
      change: previous.invocations === 0 ? null : relativeChange(cost(totals), cost(previous)),
      more: 'worse',
      hint:
        unpriced > 0
          ? `${unpriced} invocations could not be priced and are left out; their rows say why`
          : 'List price of all invocations in this range',
    },
  ];
}

/** Whether a change is good news; neutral figures and unchanged ones are neither. */
export function changeTone(tile: Pick<Tile, 'change' | 'more'>): 'good' | 'bad' | 'neutral' {
  if (tile.change === null || tile.change.direction === 'same' || tile.more === 'neutral') return 'neutral';
  return (tile.change.direction === 'up') === (tile.more === 'better') ? 'good' : 'bad';
}
