import type { Decision, GroupStatus } from '../model/alerts/decision';
import type { MessageInput } from '../model/channels/message-input';
import type { Incident, IncidentReason } from './settings';

/** Where a rule stands for one group, as the state machine needs it. Times are of the events: ends of windows. */
export interface Standing {
  readonly status: GroupStatus;
  /** When this status began. */
  readonly since: number;
  readonly evaluatedAt: number;
  /** The last evaluation whose window had data. */
  readonly dataAt: number;
  readonly value: number | null;
  readonly limit: number | null;
  readonly samples: number;
  /** The last points, oldest first: `b` breach, `c` clear, `h` between the thresholds, `-` without data. */
  readonly recent: string;
  /** Good points in a row, and how many of them resolve the incident. */
  readonly good: number;
  readonly hold: number;
  /** When the last incident ended; null when that is long ago. */
  readonly endedAt: number | null;
  /** Whether a message has said that it fires. */
  readonly told: boolean;
}

/** A group without a state is `ok`. The group '' is the rule itself: `error` while it cannot be evaluated. */
export interface GroupState extends Standing {
  readonly ruleId: string;
  readonly groupKey: string;
  /** The open incident, or null. */
  readonly incidentId: string | null;
}

export interface OpenIncident extends Incident {
  readonly channelId: string | null;
}

/** A change of state, for the history. */
export interface DecidedEvent extends Decision {
  readonly ruleId: string;
  readonly groupKey: string;
  /** The incident that is open after it, or that it ends; null when there is none. */
  readonly incidentId: string | null;
  /** JSON of the group's labels. */
  readonly labels: string;
}

/** What one evaluation changes for one group; committed as a whole or not at all. */
export interface GroupChange {
  readonly ruleId: string;
  readonly groupKey: string;
  /** Null returns the group to `ok`. */
  readonly state: GroupState | null;
  readonly opened?: OpenIncident;
  readonly resolved?: { readonly incidentId: string; readonly at: number; readonly reason: IncidentReason };
  /** The channel of an incident that had none until now. */
  readonly toldTo?: { readonly incidentId: string; readonly channelId: string };
  readonly message?: MessageInput;
  /** Left out when the status stays. */
  readonly event?: DecidedEvent;
}
