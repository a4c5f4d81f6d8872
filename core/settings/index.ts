import { randomBytes } from 'node:crypto';
import { type AlertMemory, createAlertMemory } from './alert-memory';
import { createChannelSettings } from './channels';
import { connect } from './connection';
import { createDeliverySettings } from './deliveries';
import type { RandomBytes } from './ids';
import { createIncidentSettings } from './incidents';
import { createKeySettings } from './keys';
import { createOutbox, type Outbox } from './outbox';
import { createPreviewSettings } from './previews';
import { createPriceSettings } from './prices';
import { createRuleSettings } from './rules';
import type { Settings } from './settings';
import { createTriageSettings } from './triage';

export interface SettingsOptions {
  /** A database that `migrate` has brought up to date. */
  readonly databaseFile: string;
  /** A key of scope admin that is always valid (FAASLENS_ADMIN_KEY). */
  readonly adminKey?: string | null;
  /**
   * How long a change waits for another writer before it is refused with `unavailable`; 5000 unless told. The whole
   * thread waits, its look-ups of keys included, so a thread that repeats refused changes sets less.
   */
  readonly busyTimeoutMs?: number;
  readonly now?: () => number;
  readonly random?: RandomBytes;
}

/** Settings with the two parts that only the alert loop uses. */
export interface OpenSettings extends Settings {
  readonly memory: AlertMemory;
  readonly outbox: Outbox;
}

/**
 * Opens the settings of a database. Every call blocks its thread while SQLite works; the collector calls it from a
 * worker only.
 * @throws FaaslensError `unavailable` when the file is missing or cannot be opened
 */
export async function openSettings(options: SettingsOptions): Promise<OpenSettings> {
  const connection = await connect(options.databaseFile, options.busyTimeoutMs ?? 5000);
  const sources = { now: options.now ?? Date.now, random: options.random ?? randomBytes };
  return {
    ...createKeySettings(connection, { ...sources, adminKey: options.adminKey ?? null }),
    ...createChannelSettings(connection, sources),
    ...createRuleSettings(connection, sources),
    ...createIncidentSettings(connection),
    ...createDeliverySettings(connection, sources),
    ...createPreviewSettings(connection),
    ...createTriageSettings(connection, sources),
    ...createPriceSettings(connection, sources),
    memory: createAlertMemory(connection, sources),
    outbox: createOutbox(connection, sources),
    close: () => connection.close(),
  };
}
