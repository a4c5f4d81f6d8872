import type { EvaluationsResult } from '@/core/alerts/backtest/evaluations';
import type { Decision } from '@/core/model/alerts/decision';
import type { IncidentNote, IncidentStory, RuleEvent } from '@/core/settings/settings';
import { toIncidentView } from './settings';
import { isoTime } from './time';

function toDecisionView({ at, ...decision }: Decision) {
  return { at: isoTime(at), ...decision };
}

export function toRuleEventView({ at, ...event }: RuleEvent) {
  return { ...event, at: isoTime(at) };
}

export function toNoteView({ at, ...note }: IncidentNote) {
  return { ...note, at: isoTime(at) };
}

export function toIncidentStoryView({ incident, events, notices, notes }: IncidentStory) {
  return {
    ...toIncidentView(incident),
    events: events.map(toRuleEventView),
    notices: notices.map(({ at, ...notice }) => ({ ...notice, at: isoTime(at) })),
    notes: notes.map(toNoteView),
  };
}

export function toEvaluationsView({ groups, groupCount }: EvaluationsResult) {
  return {
    items: groups.map(({ decisions, ...group }) => ({ ...group, decisions: decisions.map(toDecisionView) })),
    nextCursor: null,
    groupCount,
  };
}
