import { figureFacts } from '../model/alerts/figures';
import { MINUTE_MS, type TimeRange } from '../model/time-range';
import type { OpenIncident } from '../settings/alert-state';
import type { IncidentReason, Rule } from '../settings/settings';
import { explain } from './conditions/explanation';
import { windowsOf } from './conditions/looks';
import type { Reading } from './conditions/reading';
import type { Finding } from './evaluate-rule';

const AGAIN = 'it fires again soon after it was resolved';

/** The incident that begins with a finding. */
export function openIncident(
  finding: Finding,
  id: string,
  reason: IncidentReason,
  flapping: boolean,
): OpenIncident {
  const { rule, group, groupKey, reading, at } = finding;
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
    unit: unitOf(rule),
    value: reading?.value ?? null,
    samples: reading?.samples ?? 0,
    ...comparison(rule, reading, flapping),
    runbookUrl: rule.runbookUrl,
    reason,
    acknowledgedAt: null,
    acknowledgedBy: null,
    channelId: rule.channelId,
  };
}

/** The incident as the reading shows it that is told: one of a later minute may be of another window, with another limit. */
export function incidentNow(incident: OpenIncident, rule: Rule, reading: Reading | null): OpenIncident {
  if (reading === null || reading.limit === null) return incident;
  return { ...incident, ...comparison(rule, reading, incident.explanation.endsWith(AGAIN)) };
}

/** Whether the rule still compares what it compared when the incident began; else their numbers are of different things. */
export function isOfSameFigure({ figure, unit }: OpenIncident, rule: Rule): boolean {
  return figure === rule.figure && unit === unitOf(rule);
}

function unitOf({ figure, condition }: Rule): OpenIncident['unit'] {
  return condition.kind === 'burn_rate' ? 'times' : figureFacts(figure).unit;
}

/** What the value was held against. */
function comparison(rule: Rule, reading: Reading | null, flapping: boolean) {
  const texts = [explain(reading?.basis ?? null), flapping ? AGAIN : ''];
  return {
    threshold: reading?.limit ?? null,
    explanation: texts.filter((text) => text !== '').join('; '),
    windowMinutes: burnMinutes(reading) ?? rule.windowMinutes,
  };
}

/** The first window of an incident: what it began with. */
export function firstWindow(rule: Rule, { startsAt, unit, windowMinutes }: OpenIncident): TimeRange {
  if (unit === 'times') return { fromMs: startsAt - windowMinutes * MINUTE_MS, toMs: startsAt };
  return shownWindow(rule, startsAt, null);
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
