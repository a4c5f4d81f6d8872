import { randomBytes } from 'node:crypto';
import { createHistorySettings } from './alert-history';
import { type AlertMemory, createAlertMemory } from './alert-memory';
import { type AlertStanding, readAlertStanding } from './alert-standing';
import { createCapacitySettings } from './capacity';
import { createChannelSigning } from './channel-signing';
import { createChannelSettings } from './channels';
import { createConcurrencySettings } from './concurrency';
import { connect } from './connection';
import { createDeliverySettings } from './deliveries';
import type { RandomBytes } from './ids';
import { createIncidentStorySettings } from './incident-story';
import { createIncidentSettings } from './incidents';
import { createKeepSettings } from './keeping';
import { createKeySettings, listSharedKeys, type VisitingKeys } from './keys';
import { createLease, type Lease } from './lease';
import { createOutbox, type Outbox } from './outbox';
import { PASSWORD_COST, type PasswordCost } from './passwords';
import { createPreviewSettings } from './previews';
import { createPriceSettings } from './prices';
import { createRedactionSettings } from './redaction';
import { createRuleSettings, type RuleStock } from './rules';
import { sealPlainChannels } from './seal-plain-channels';
import { createSealing } from './sealing';
import { createSessionMaker } from './session-maker';
import { createSessionSettings } from './sessions';
import type { Settings } from './settings';
import type { SharedSettings } from './shared';
import { createSingleSignOnSettings } from './single-sign-on';
import { createSourceMapSettings } from './source-maps';
import { createTestMessage } from './test-message';
import { createTriageSettings } from './triage';
import { createUserSettings } from './users';
import { createViewSettings } from './views';

export interface SettingsOptions {
  /** A database that `migrate` has brought up to date. */
  readonly databaseFile: string;
  /** A key of scope admin that is always valid (FAASLENS_ADMIN_KEY). */
  readonly adminKey?: string | null;
  /** What secrets are sealed with (FAASLENS_SECRET_KEY); null: the key in the file beside the database. */
  readonly secretKey?: string | null;
  /**
   * How long a change waits for another writer before it is refused with `unavailable`; 5000 unless told. Other changes
   * wait behind it; look-ups of keys do not.
   */
  readonly busyTimeoutMs?: number;
  readonly now?: () => number;
  readonly random?: RandomBytes;
  /** How much work a new password's hash is; a third of a second unless told. */
  readonly passwordCost?: PasswordCost;
}

/** Settings with the parts that only the alert loop and the command use. */
export interface OpenSettings extends Settings, VisitingKeys, RuleStock {
  readonly memory: AlertMemory;
  readonly outbox: Outbox;
  readonly lease: Lease;
  /** Who reads the tables of the OpenTelemetry Collector. */
  readonly readingLease: Pick<Lease, 'take' | 'release'>;
  /** What collectors without these settings have to know. */
  sharedSettings(): Promise<SharedSettings>;
  /** Gives up the secrets that a lost key sealed: they have to be entered anew. */
  forgetSecretKey(): Promise<void>;
  /** Seals what an earlier version stored as it is; answers how many channels that were. */
  sealPlainSecrets(): Promise<number>;
  /** How alerts do, for whoever watches Faaslens. */
  alertStanding(): Promise<AlertStanding>;
}

/**
 * Opens the settings of a database. Every call blocks its thread while SQLite works; the collector calls it from a
 * worker only.
 * @throws FaaslensError `unavailable` when the file is missing or cannot be opened
 */
export async function openSettings(options: SettingsOptions): Promise<OpenSettings> {
  const connection = await connect(options.databaseFile, options.busyTimeoutMs ?? 5000);
  const { databaseFile, secretKey = null } = options;
  const sealing = createSealing(connection, { databaseFile, secretKey });
  const sources = { now: options.now ?? Date.now, random: options.random ?? randomBytes, sealing };
  const passwordCost = options.passwordCost ?? PASSWORD_COST;
  const sessions = createSessionMaker(connection, sources);
  const lease = createLease(connection, sources, 'alerts');
  const pricing = createPriceSettings(connection, sources);
  const redaction = createRedactionSettings(connection, sources);
  const keeping = createKeepSettings(connection);
  const channels = createChannelSettings(connection, sources);
  return {
    ...createKeySettings(connection, { ...sources, adminKey: options.adminKey ?? null }),
    ...channels,
    ...createTestMessage(connection, sources),
    ...createChannelSigning(connection, sources),
    ...createRuleSettings(connection, sources),
    ...createIncidentSettings(connection),
    ...createIncidentStorySettings(connection, sources),
    ...createHistorySettings(connection),
    ...createDeliverySettings(connection, sources),
    ...createPreviewSettings(connection),
    ...createTriageSettings(connection, sources),
    ...pricing,
    ...createUserSettings(connection, { ...sources, passwordCost }, sessions),
    ...createSessionSettings(connection, { ...sources, passwordCost }, sessions),
    ...createSingleSignOnSettings(connection, sealing),
    forgetSecretKey: () => sealing.forget(),
    sealPlainSecrets: () => sealPlainChannels(connection, sealing),
    ...redaction,
    ...keeping,
    ...createViewSettings(connection, sources),
    ...createSourceMapSettings(connection, sources),
    ...createCapacitySettings(connection, sources),
    ...createConcurrencySettings(connection, sources),
    lease,
    readingLease: createLease(connection, sources, 'otelTables'),
    async sharedSettings() {
      const [keys, prices, redactionRules, keep] = await Promise.all([
        listSharedKeys(connection),
        pricing.listPriceOverrides(),
        redaction.redaction(),
        keeping.getKeepPolicy(),
      ]);
      return { keys, prices, redaction: redactionRules, keep };
    },
    memory: createAlertMemory(connection, sources, lease.fence),
    outbox: createOutbox(connection, sources),
    async alertStanding() {
      const failing = (await channels.listChannels()).filter((channel) => channel.failing);
      return readAlertStanding(connection, sources.now(), failing.length);
    },
    close: () => connection.close(),
  };
}
