import { figureFacts } from '../model/alerts/figures';
import { MINUTE_MS, type TimeRange } from '../model/time-range';
import type { OpenIncident } from '../settings/alert-state';
import type { IncidentReason, Rule } from '../settings/settings';
import { explain } from './conditions/explanation';
import { windowsOf } from './conditions/looks';
import type { Reading } from './conditions/reading';
import type { Finding } from './evaluate-rule';

/** The incident that begins with a finding. */
export function openIncident(
  finding: Finding,
  id: string,
  reason: IncidentReason,
  flapping: boolean,
): OpenIncident {
  const { rule, group, groupKey, reading, at } = finding;
  const again = flapping ? 'it fires again soon after it was resolved' : '';
  return {
    id,
    ruleId: rule.id,
    ruleName: rule.name,
    groupKey,
    functionId: group?.functionId ?? null,
    labels: group?.labels ?? {},
    severity: rule.severity,
    status: 'firing',
    startsAt: at,
    endsAt: null,
    figure: rule.figure,
    unit: rule.condition.kind === 'burn_rate' ? 'times' : figureFacts(rule.figure).unit,
    value: reading?.value ?? null,
    threshold: reading?.limit ?? null,
    samples: reading?.samples ?? 0,
    explanation: [explain(reading?.basis ?? null), again].filter((text) => text !== '').join('; '),
    windowMinutes: burnMinutes(reading) ?? rule.windowMinutes,
    runbookUrl: rule.runbookUrl,
    reason,
    acknowledgedAt: null,
    acknowledgedBy: null,
    channelId: rule.channelId,
  };
}

/** What a message about the rule's group links to: the window that was looked at. */
export function shownWindow(rule: Rule, at: number, reading: Reading | null): TimeRange {
  const minutes = burnMinutes(reading);
  if (minutes !== null) return { fromMs: at - minutes * MINUTE_MS, toMs: at };
  return windowsOf(rule, at)[0]?.[0] ?? { fromMs: at, toMs: at };
}

/** Of the pairs of windows of a burn rate the long one that the value is of; null for anything else. */
function burnMinutes(reading: Reading | null): number | null {
  return reading?.basis?.kind === 'burn_rate' ? reading.basis.longMinutes : null;
}
