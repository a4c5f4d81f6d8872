/**
 * What people edit, and what the alert loop remembers. Times are epoch milliseconds. Unknown ids are refused
 * with `not_found`. Lists are newest first.
 */

export type KeyScope = 'ingest' | 'read' | 'admin';

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly scope: KeyScope;
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface KeySettings {
  /** Makes a key; `secret` is shown this once and kept only as a hash. */
  createKey(input: { name: string; scope: KeyScope }): Promise<{ key: Key; secret: string }>;
  listKeys(): Promise<readonly Key[]>;
  revokeKey(id: string): Promise<Key>;
  /** The valid key with this secret, or null; notes its use (at most once a minute). */
  findKey(secret: string): Promise<Key | null>;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly type: 'webhook';
  readonly url: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ChannelInput {
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
}

export type Severity = 'info' | 'warning' | 'critical';

export interface RuleInput {
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: 'error_rate';
  /** One function, or null for every function, each on its own. */
  readonly functionId: string | null;
  /** Only functions of this environment; null for all. */
  readonly environment: string | null;
  readonly windowMinutes: number;
  /** Fires above this share of failed invocations, 0 to 1. */
  readonly threshold: number;
  /** Resolves at or below this share. */
  readonly recoveryThreshold: number;
  /** Fewer invocations than this in the window never fire. */
  readonly minInvocations: number;
  readonly severity: Severity;
  readonly channelId: string | null;
}

export interface Rule extends RuleInput {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type IncidentReason = 'threshold' | 'recovered' | 'no_data' | 'rule_changed' | 'rule_deleted';

export interface Incident {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly groupKey: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: Severity;
  readonly status: 'firing' | 'resolved';
  readonly startsAt: number;
  readonly endsAt: number | null;
  /** Share of failed invocations when it began, 0 to 1. */
  readonly value: number;
  readonly threshold: number;
  readonly samples: number;
  readonly windowMinutes: number;
  /** Why it fires, then why it ended. */
  readonly reason: IncidentReason;
}

export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly snippet: string | null;
  readonly durationMs: number;
}

export interface AlertSettings {
  createRule(input: RuleInput): Promise<Rule>;
  updateRule(id: string, input: RuleInput): Promise<Rule>;
  deleteRule(id: string): Promise<void>;
  getRule(id: string): Promise<Rule>;
  listRules(): Promise<readonly Rule[]>;
  /** `secret` (`whsec_...`) is shown this once. */
  createChannel(input: ChannelInput): Promise<{ channel: Channel; secret: string }>;
  updateChannel(id: string, input: ChannelInput): Promise<Channel>;
  deleteChannel(id: string): Promise<void>;
  getChannel(id: string): Promise<Channel>;
  listChannels(): Promise<readonly Channel[]>;
  /** Queues a test message; the collector sends it. Answers the message's id. */
  testChannel(id: string): Promise<{ messageId: string }>;
  listIncidents(query: {
    limit: number;
    cursor?: string;
    status?: 'firing' | 'resolved';
    ruleId?: string;
  }): Promise<SettingsPage<Incident>>;
  listDeliveries(query: {
    limit: number;
    cursor?: string;
    channelId?: string;
    incidentId?: string;
  }): Promise<SettingsPage<Delivery>>;
  /** Queues the same message again, under the same id. */
  resendDelivery(id: string): Promise<{ messageId: string }>;
}

export interface SettingsPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const TRIAGE_STATES = ['open', 'resolved', 'ignored'] as const;

export type TriageState = (typeof TRIAGE_STATES)[number];

/** What was decided about a group of errors, and when. */
export interface Triage {
  readonly fingerprint: string;
  readonly state: TriageState;
  readonly changedAt: number;
}

export interface TriageSettings {
  /** The decisions about these groups, in no order; none for those that no one decided about. */
  getTriage(fingerprints: readonly string[]): Promise<readonly Triage[]>;
  /** The group need not exist. */
  setTriage(input: { fingerprint: string; state: TriageState }): Promise<Triage>;
}

export type Settings = KeySettings & AlertSettings & TriageSettings & { close(): Promise<void> };
