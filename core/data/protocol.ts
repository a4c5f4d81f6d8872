import { FaaslensError, type FaaslensErrorCode, isFaaslensError } from '../errors';
import type { Settings } from '../settings/settings';
import type { Deletions } from '../store/deletions';
import type { StorePlace } from '../store/place';
import type { AttributePromotions, TelemetryReader } from '../store/store';

/**
 * The protocol of the dashboard's thread pool. It does not use `core/thread/calls.ts`, which numbers calls on the port of one
 * worker: a pool chooses the thread itself and passes one value each way, so here a call and its answer are plain values.
 */

/** Every call that a thread accepts; a method that is not listed cannot be called. */
const READER_METHODS = {
  totals: true,
  series: true,
  functions: true,
  function: true,
  environments: true,
  invocations: true,
  attempts: true,
  traces: true,
  trace: true,
  span: true,
  spans: true,
  traceOfSpan: true,
  linksTo: true,
  logs: true,
  logCounts: true,
  logArrivals: true,
  attributeGroups: true,
  promotedAttributes: true,
  invocationGroups: true,
  costs: true,
  sizes: true,
  dependencies: true,
  errors: true,
  error: true,
  errorOccurrences: true,
  keptSince: true,
  functionFigures: true,
  invocationFigures: true,
  dependencyFigures: true,
  lastRuns: true,
  throttledAttempts: true,
  newErrors: true,
  heatmap: true,
  variants: true,
  deployments: true,
  functionSeries: true,
  coldStarts: true,
  breakdown: true,
  differences: true,
} as const satisfies Record<Exclude<keyof TelemetryReader, 'close'>, true>;

const SETTINGS_METHODS = {
  createKey: true,
  rotateKey: true,
  listKeys: true,
  revokeKey: true,
  findKey: true,
  createRule: true,
  updateRule: true,
  deleteRule: true,
  getRule: true,
  listRules: true,
  createChannel: true,
  updateChannel: true,
  deleteChannel: true,
  getChannel: true,
  listChannels: true,
  testChannel: true,
  rotateChannelSecret: true,
  previewTemplates: true,
  listIncidents: true,
  getIncident: true,
  getIncidentStory: true,
  acknowledgeIncident: true,
  addIncidentNote: true,
  listRuleEvents: true,
  listStandings: true,
  listDeliveries: true,
  resendDelivery: true,
  getTriage: true,
  setTriage: true,
  listPriceOverrides: true,
  createPriceOverride: true,
  updatePriceOverride: true,
  removeImportedPrices: true,
  listCapacity: true,
  createCapacity: true,
  updateCapacity: true,
  deleteCapacity: true,
  listConcurrencyLimits: true,
  setConcurrencyLimit: true,
  deleteConcurrencyLimit: true,
  deletePriceOverride: true,
  importPrices: true,
  hasActiveUser: true,
  createSetupLink: true,
  createUser: true,
  updateUser: true,
  createUserLink: true,
  listUsers: true,
  getUser: true,
  openLink: true,
  acceptLink: true,
  signIn: true,
  signInAs: true,
  findSession: true,
  listSessions: true,
  endSession: true,
  changePassword: true,
  getSingleSignOn: true,
  openSingleSignOn: true,
  setSingleSignOn: true,
  removeSingleSignOn: true,
  redaction: true,
  listRedactionRules: true,
  createRedactionRule: true,
  updateRedactionRule: true,
  deleteRedactionRule: true,
  setRedactionDetector: true,
  redactionCounts: true,
  addRedactionCounts: true,
  noteKeyUses: true,
  getKeepPolicy: true,
  setKeepPolicy: true,
  listViews: true,
  createView: true,
  updateView: true,
  deleteView: true,
  listSourceMaps: true,
  saveSourceMap: true,
  readSourceMap: true,
  deleteSourceMap: true,
} as const satisfies Record<Exclude<keyof Settings, 'close'>, true>;

const PROMOTION_METHODS = {
  promote: true,
  unpromote: true,
} as const satisfies Record<Exclude<keyof AttributePromotions, 'close'>, true>;

const DELETION_METHODS = {
  preview: true,
  request: true,
  list: true,
} as const satisfies Record<Exclude<keyof Deletions, 'close'>, true>;

/** What a thread is told about the database when it starts. */
export interface ThreadData extends StorePlace {
  readonly adminKey: string | null;
  readonly secretKey: string | null;
}

export interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Errors are returned as data: thrown, they would lose their class and code between threads. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: FaaslensErrorCode | null; readonly message: string };

type Send = (call: Call) => Promise<Answer>;

/** The reader as seen from another thread; FaaslensErrors arrive as such. */
export function remoteReader(send: Send, close: () => Promise<void>): TelemetryReader {
  return { ...remote(READER_METHODS, send), close } as TelemetryReader;
}

/** The settings as seen from another thread; FaaslensErrors arrive as such. */
export function remoteSettings(send: Send, close: () => Promise<void>): Settings {
  return { ...remote(SETTINGS_METHODS, send), close } as Settings;
}

/** The promotions as seen from another thread; FaaslensErrors arrive as such. */
export function remotePromotions(send: Send, close: () => Promise<void>): AttributePromotions {
  return { ...remote(PROMOTION_METHODS, send), close } as AttributePromotions;
}

/** The deletions as seen from another thread; FaaslensErrors arrive as such. */
export function remoteDeletions(send: Send, close: () => Promise<void>): Deletions {
  return { ...remote(DELETION_METHODS, send), close } as Deletions;
}

/** Whether the call is one of deletions. */
export function isDeletion({ method }: Call): boolean {
  return Object.hasOwn(DELETION_METHODS, method);
}

/** Whether the call is one of promotions. */
export function isPromotion({ method }: Call): boolean {
  return Object.hasOwn(PROMOTION_METHODS, method);
}

const ALL_METHODS: readonly Readonly<Record<string, true>>[] = [
  READER_METHODS,
  SETTINGS_METHODS,
  PROMOTION_METHODS,
  DELETION_METHODS,
];

/** Answers one call with the given object's method. Never throws. */
export async function answer(
  target: TelemetryReader | Settings | AttributePromotions | Deletions,
  { method, args }: Call,
): Promise<Answer> {
  try {
    const known = ALL_METHODS.some((methods) => Object.hasOwn(methods, method));
    const own: unknown = known ? Reflect.get(target, method) : undefined;
    if (typeof own !== 'function') throw new Error(`there is no method ${method}`);
    return { ok: true, value: await Reflect.apply(own, target, args) };
  } catch (error) {
    return failure(error);
  }
}

/** An error in transferable form: with its code when it is a FaaslensError. */
export function failure(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, code: isFaaslensError(error) ? error.code : null, message };
}

function remote(methods: Readonly<Record<string, true>>, send: Send): object {
  const calls = Object.keys(methods).map((method) => [
    method,
    async (...args: readonly unknown[]) => {
      const given = await send({ method, args });
      if (given.ok) return given.value;
      throw given.code === null ? new Error(given.message) : new FaaslensError(given.code, given.message);
    },
  ]);
  return Object.fromEntries(calls);
}
