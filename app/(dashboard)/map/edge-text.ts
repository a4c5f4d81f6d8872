import { formatDuration } from '../../_components/format/duration';
import { formatMoney } from '../../_components/format/money';
import { formatCount, formatPercent } from '../../_components/format/number';
import type { MapEdge } from './graph';

/** What is written at an edge: calls and p95, then errors and the cost of waiting where there are any. */
export function edgeText({ figures, seen }: MapEdge): readonly string[] {
  if (figures === null) return [`seen ${formatCount(seen)} ×`];
  const { calls, errors, durationMs, waited } = figures;
  const first =
    calls === 0
      ? 'no calls'
      : `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'} · p95 ${formatDuration(durationMs?.p95 ?? null)}`;
  const second = [
    errors > 0 ? `${formatPercent(errors / calls)} errors` : null,
    Number(waited.costUsd) > 0 ? `${formatMoney(waited.costUsd)} waiting` : null,
  ].filter((part) => part !== null);
  return second.length === 0 ? [first] : [first, second.join(' · ')];
}
