import type { RuleDefinition } from '../model/alerts/rule';
import type { ChannelKind } from '../model/channels/registry';
import type { Templates } from '../model/channels/templates';
import type { ConcurrencyLimit } from '../model/concurrency-limit';
import type { ReadyCapacity } from '../model/costs/ready-capacity';
import type { PriceChange, PriceOverride } from '../model/price-override';
import type { TimeRange } from '../model/time-range';
import type { Incident, IncidentNote, IncidentStory, RuleEvent, RuleStanding } from './incident-types';
import type { KeepSettings } from './keep-settings';
import type { KeySettings } from './key-settings';
import type { PeopleSettings } from './people';
import type { PriceInput } from './price-input';
import type { RedactionControl } from './redaction-settings';
import type { RuleDraft } from './rule-schema';
import type { SourceMapSettings } from './source-map-settings';

export type { Severity } from '../model/alerts/rule';
export {
  INCIDENT_REASONS,
  type Incident,
  type IncidentNote,
  type IncidentNotice,
  type IncidentReason,
  type IncidentStory,
  type RuleEvent,
  type RuleStanding,
} from './incident-types';
export type { PriceInput } from './price-input';

/**
 * What people edit, and what the alert loop remembers. Times are epoch milliseconds. Unknown ids are refused
 * with `not_found`. Lists are newest first.
 */

export type { Key, KeyDraft, KeyInput, KeyScope, KeySettings, Scope } from './key-settings';
export type { Role, Session, SignedIn, SingleSignOn, User } from './people';

/** Settings of a channel by name, as its kind asks for them. */
export type ChannelFields = Readonly<Record<string, unknown>>;

/** What a channel may be told beside where it goes. */
export interface ChannelOptions {
  /** How long alerts are collected for one message; 0 sends each at once. */
  readonly digestMinutes: number;
  /** How often an incident that lasts is told again; 0 never. */
  readonly repeatMinutes: number;
  /** The channel that gets what cannot be delivered here. */
  readonly fallbackId: string | null;
  /** Empty for the default texts. */
  readonly titleTemplate: string;
  readonly textTemplate: string;
}

/** Options that are left out have their defaults. */
export interface ChannelInput extends Partial<ChannelOptions> {
  readonly name: string;
  readonly type: ChannelKind;
  /** A secret that is left out stays as it is; null removes it. */
  readonly settings: ChannelFields;
  readonly enabled: boolean;
}

/** A channel to make, and whether all rules that have none send to it from now on: no unless given. */
export type NewChannelInput = ChannelInput & { readonly forRulesWithoutChannel?: boolean };

/** A channel without its secrets. */
export interface Channel extends Omit<ChannelInput, keyof ChannelOptions | 'settings'>, ChannelOptions {
  readonly id: string;
  /** Where it goes, in a few characters. */
  readonly target: string;
  /** Those settings that are no secrets. */
  readonly settings: ChannelFields;
  /** Names of the secret settings that it has. */
  readonly secretsSet: readonly string[];
  /** Whether its messages are signed with a secret of its own. */
  readonly signed: boolean;
  /** How long the secret before the present one signs too; null when there is none. */
  readonly previousSecretUntil: number | null;
  /** Whether it failed three times in a row, or its endpoint said that it is gone. */
  readonly failing: boolean;
  /** The first failure since the last success, and what the last one said; null when it works. */
  readonly failingSince: number | null;
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A rule with everything decided. */
export interface RuleInput extends RuleDefinition {
  /** What files and other rules call it; null: made of the name. Never changes. */
  readonly key: string | null;
  readonly name: string;
  readonly enabled: boolean;
  readonly channelId: string | null;
}

export interface Rule extends RuleInput {
  readonly id: string;
  readonly key: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  /** What the message was, as `alert.firing`; null when it is not kept any more. */
  readonly messageKind: string | null;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly snippet: string | null;
  /** What was done otherwise than usual; null for most. */
  readonly note: string | null;
  readonly durationMs: number;
}

/** A channel's texts as they would be sent. */
export interface TemplatePreview {
  readonly title: string;
  readonly text: string;
  /** Why the default was used in place of a template; null when it was not. */
  readonly note: string | null;
  /** The incident whose last message it was tried on; null for an invented one. */
  readonly incidentId: string | null;
}

export interface AlertSettings {
  /**
   * @throws FaaslensError `invalid_input` that names the field, also for a channel or a rule that does not exist;
   * `conflict` for a key that another rule has
   */
  createRule(draft: RuleDraft): Promise<Rule>;
  /**
   * Groups that fire and are still watched go on firing; the others are resolved. The key stays. Another grouping is refused
   * while rules refer to this one that could not see it fire then, but for those that the caller changes or deletes right
   * after: `alsoChanged`, by key.
   */
  updateRule(
    id: string,
    draft: RuleDraft,
    options?: { readonly alsoChanged?: readonly string[] },
  ): Promise<Rule>;
  /** @throws FaaslensError `conflict` while another rule refers to it */
  deleteRule(id: string): Promise<void>;
  getRule(id: string): Promise<Rule>;
  listRules(): Promise<readonly Rule[]>;
  /** `secret` (`whsec_...`) is shown this once; null for kinds that do not sign. */
  createChannel(input: NewChannelInput): Promise<{ channel: Channel; secret: string | null }>;
  /** Secrets that the input leaves out stay. A channel keeps its type. */
  updateChannel(id: string, input: ChannelInput): Promise<Channel>;
  deleteChannel(id: string): Promise<void>;
  getChannel(id: string): Promise<Channel>;
  listChannels(): Promise<readonly Channel[]>;
  /** Queues a test message; the collector sends it. Answers the message's id. */
  testChannel(id: string): Promise<{ messageId: string }>;
  /** Makes a new signing secret, shown this once; the one before it signs too for a day. */
  rotateChannelSecret(id: string): Promise<{ secret: string; previousValidUntil: number }>;
  /** Tries templates on the newest alert that was told anywhere, or on an invented one. */
  previewTemplates(templates: Templates): Promise<TemplatePreview>;
  listIncidents(query: {
    limit: number;
    cursor?: string;
    status?: 'firing' | 'resolved';
    ruleId?: string;
    /** Only those that began in it. */
    range?: TimeRange;
  }): Promise<SettingsPage<Incident>>;
  getIncident(id: string): Promise<Incident>;
  getIncidentStory(id: string): Promise<IncidentStory>;
  /**
   * Notes who takes it on; who was first stays. Reminders end, the message that it is resolved goes out all the same.
   * @throws FaaslensError `conflict` when it is over
   */
  acknowledgeIncident(id: string, input: { readonly by: string }): Promise<Incident>;
  addIncidentNote(id: string, input: { readonly by: string; readonly text: string }): Promise<IncidentNote>;
  /** Every change of state that the rule has decided on. */
  listRuleEvents(query: { ruleId: string; limit: number; cursor?: string }): Promise<SettingsPage<RuleEvent>>;
  /** Where the groups of rules stand now; those that stand at `ok` are left out. In no order. */
  listStandings(): Promise<readonly RuleStanding[]>;
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

/** Screens whose views can be saved. */
export const VIEW_SCREENS = ['invocations', 'functions', 'traces', 'logs'] as const;

export type ViewScreen = (typeof VIEW_SCREENS)[number];

/** How someone looked at a screen. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly screen: ViewScreen;
  /** Parameters of the screen's address, without `?`. */
  readonly query: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type SavedViewInput = Pick<SavedView, 'name' | 'screen' | 'query'>;

export interface ViewSettings {
  /** By name; those of all screens unless one is named. */
  listViews(query: { readonly screen?: ViewScreen }): Promise<readonly SavedView[]>;
  /** @throws FaaslensError `conflict` when there are 200 */
  createView(input: SavedViewInput): Promise<SavedView>;
  updateView(id: string, input: SavedViewInput): Promise<SavedView>;
  deleteView(id: string): Promise<void>;
}

/** Prices that count instead of the built-in list. */
export interface PriceSettings {
  /** All of them, the user's and imported ones. */
  listPriceOverrides(): Promise<readonly PriceOverride[]>;
  createPriceOverride(input: PriceInput): Promise<PriceOverride>;
  /** Of the user's own; imported ones are refused with `conflict`. */
  updatePriceOverride(id: string, input: PriceInput): Promise<PriceOverride>;
  deletePriceOverride(id: string): Promise<void>;
  /** In place of what was imported before for the same products. */
  importPrices(prices: readonly PriceChange[]): Promise<void>;
  /** Takes away all that was imported for a product; `not_found` when nothing was. */
  removeImportedPrices(of: { readonly provider: string; readonly product: string }): Promise<void>;
}

export interface CapacityInput {
  readonly functionId: string;
  readonly instances: number;
  readonly from: string;
  readonly to?: string | null | undefined;
}

/** Instances that are kept ready, as people say. */
export interface CapacitySettings {
  listCapacity(): Promise<readonly ReadyCapacity[]>;
  createCapacity(input: CapacityInput): Promise<ReadyCapacity>;
  updateCapacity(id: string, input: CapacityInput): Promise<ReadyCapacity>;
  deleteCapacity(id: string): Promise<void>;
}

export interface ConcurrencyInput {
  readonly provider: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly most: number;
}

/** How many invocations may run at once in a region of an account, as people say. */
export interface ConcurrencySettings {
  /** By place. */
  listConcurrencyLimits(): Promise<readonly ConcurrencyLimit[]>;
  /** In place of what was said of the same place before. */
  setConcurrencyLimit(input: ConcurrencyInput): Promise<ConcurrencyLimit>;
  deleteConcurrencyLimit(id: string): Promise<void>;
}

export type Settings = KeySettings &
  PeopleSettings &
  CapacitySettings &
  ConcurrencySettings &
  AlertSettings &
  TriageSettings &
  ViewSettings &
  SourceMapSettings &
  PriceSettings &
  RedactionControl &
  KeepSettings & { close(): Promise<void> };
