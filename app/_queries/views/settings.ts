import type { Heartbeat } from '@/core/alerts/heartbeats';
import { ruleWarnings } from '@/core/alerts/rule-warnings';
import type { Incident, Key, Rule, RuleStanding, SavedView } from '@/core/settings/settings';
import { isoTime } from './time';

const optionalTime = (ms: number | null) => (ms === null ? null : isoTime(ms));

export function toKeyView(key: Key) {
  return {
    ...key,
    createdAt: isoTime(key.createdAt),
    lastUsedAt: optionalTime(key.lastUsedAt),
    expiresAt: optionalTime(key.expiresAt),
    revokedAt: optionalTime(key.revokedAt),
  };
}

/** `keptDays`: how long telemetry is kept; null: forever. */
export function toRuleView(rule: Rule, keptDays: number | null) {
  return {
    ...rule,
    createdAt: isoTime(rule.createdAt),
    updatedAt: isoTime(rule.updatedAt),
    warnings: ruleWarnings(rule, keptDays),
  };
}

export function toRuleWithStatesView(
  rule: Rule,
  keptDays: number | null,
  standings: readonly RuleStanding[],
) {
  const states = standings.flatMap(({ ruleId, status, groups }) =>
    ruleId === rule.id ? [{ status, groups }] : [],
  );
  return { ...toRuleView(rule, keptDays), states };
}

export function toHeartbeatView(heartbeat: Heartbeat) {
  return { ...heartbeat, lastRun: isoTime(heartbeat.lastRun) };
}

export function toIncidentView(incident: Incident) {
  return {
    ...incident,
    startsAt: isoTime(incident.startsAt),
    endsAt: optionalTime(incident.endsAt),
    acknowledgedAt: optionalTime(incident.acknowledgedAt),
  };
}

export function toSavedView(view: SavedView) {
  return { ...view, createdAt: isoTime(view.createdAt), updatedAt: isoTime(view.updatedAt) };
}
