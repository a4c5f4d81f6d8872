import type { Decision, GroupStatus } from '../model/alerts/decision';
import type { FigureName, ValueUnit } from '../model/alerts/figures';
import type { Severity } from '../model/alerts/rule';

export const INCIDENT_REASONS = [
  'threshold',
  'change',
  'anomaly',
  'burn_rate',
  'composite',
  'no_data',
  'error',
  'recovered',
  'rule_changed',
  'rule_deleted',
] as const;

/**
 * Why an incident began: the kind of condition, `no_data`, or `error` when the rule could not be evaluated. Or why it ended:
 * `recovered`, `no_data`, or what was done to its rule.
 */
export type IncidentReason = (typeof INCIDENT_REASONS)[number];

export interface Incident {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly groupKey: string;
  /** Null when the group is not one function. */
  readonly functionId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: Severity;
  readonly status: 'firing' | 'resolved';
  /** Ends of the windows with which it began and ended. */
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly figure: FigureName;
  /** Of value and threshold; burn rates are times the rate that the objective allows. */
  readonly unit: ValueUnit;
  /** When it began; null without data. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly samples: number;
  /** What the threshold was made of; '' for a plain one. */
  readonly explanation: string;
  readonly windowMinutes: number;
  readonly runbookUrl: string | null;
  /** Why it fires, then why it ended. */
  readonly reason: IncidentReason;
  /** When someone took it on, and who: no reminder goes out any more. Null while no one has. */
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** A change of state that a rule decided on; kept for 30 days. */
export interface RuleEvent extends Decision {
  readonly id: string;
  readonly ruleId: string;
  readonly groupKey: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly incidentId: string | null;
}

/** How many groups of a rule stand somewhere else than at `ok`. */
export interface RuleStanding {
  readonly ruleId: string;
  readonly status: GroupStatus;
  readonly groups: number;
}

export interface IncidentNote {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  readonly text: string;
}

/** An attempt to tell a channel of an incident; what is null is not kept any more. */
export interface IncidentNotice {
  readonly at: number;
  readonly messageKind: string | null;
  readonly channelId: string;
  readonly channelName: string | null;
  readonly attempt: number;
  readonly ok: boolean;
  readonly error: string | null;
}

/** An incident with all that happened around it; lists are oldest first. */
export interface IncidentStory {
  readonly incident: Incident;
  /** From the pending that led to it on. */
  readonly events: readonly RuleEvent[];
  readonly notices: readonly IncidentNotice[];
  readonly notes: readonly IncidentNote[];
}
