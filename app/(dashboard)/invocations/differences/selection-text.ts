import { FACTS, type InvocationFilters } from '../../../_components/filters/invocation-filters';
import { formatDuration } from '../../../_components/format/duration';
import { formatMoneyExact } from '../../../_components/format/money';
import { formatMemory } from '../../../_components/format/number';
import { OUTCOME_LABELS } from '../../../_components/ui/outcome-badge';
import { fieldLabel, groupLabel, UNKNOWN_VALUE } from '../explore/fields';

/** What the selected invocations have in common, as people say it; the function is told apart, all others are of it too. */
export function selectionText(filters: InvocationFilters): readonly string[] {
  const { outcome, failed, coldStart, minDurationMs, maxDurationMs, minCostUsd, memoryMb, q } = filters;
  const { dependency, called, failedCall, fingerprint, requestKey, attribute = {} } = filters;
  const facts = FACTS.map((name) => {
    const value = filters[name];
    if (value === undefined) return undefined;
    return `${fieldLabel(name).toLowerCase()} ${groupLabel(name, value === UNKNOWN_VALUE ? null : value)}`;
  });
  return [
    outcome && OUTCOME_LABELS[outcome],
    failed === undefined ? undefined : failed ? 'failed' : 'ok',
    coldStart === undefined ? undefined : coldStart ? 'cold' : 'warm',
    minDurationMs === undefined ? undefined : `${formatDuration(minDurationMs)} or longer`,
    maxDurationMs === undefined ? undefined : `shorter than ${formatDuration(maxDurationMs)}`,
    minCostUsd === undefined ? undefined : `cost ${formatMoneyExact(minCostUsd)} or more`,
    memoryMb === undefined ? undefined : memoryMb === 0 ? 'memory unknown' : formatMemory(memoryMb),
    ...facts,
    dependency && `waited for ${dependency}`,
    called && `called ${called}`,
    failedCall && `failed call to ${failedCall}`,
    fingerprint && `error group ${fingerprint}`,
    requestKey && `attempts at ${requestKey}`,
    ...Object.entries(attribute).map(([key, value]) => `${key} = ${value}`),
    q && `“${q}”`,
  ].flatMap((part) => part || []);
}
