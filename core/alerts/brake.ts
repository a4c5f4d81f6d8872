const MINUTE_MS = 60_000;
/** How far back the brake looks, and how long it holds. */
export const BRAKE_WINDOW_MS = 5 * MINUTE_MS;
/** More alerts than this within the window are a storm. */
const CALM_ALERTS = 10;
/** So many messages may a storm send within the window, so far apart; and what may yet become one within that distance. */
const STORM_MESSAGES = 3;
const APART_MS = 30_000;
/** More than this at a time are told in one message. */
const SINGLES = 2;

/** A message that was let go: when, and how many alerts it told of. */
export interface Released {
  readonly at: number;
  readonly alerts: number;
}

export interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly incidentId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface BrakeInput<Message extends Waiting> {
  /** Messages that were not let go, oldest first. */
  readonly waiting: readonly Message[];
  /** Of the last `BRAKE_WINDOW_MS`, oldest first. */
  readonly recent: readonly Released[];
  /** How long the channel collects alerts; 0 does not. */
  readonly digestMinutes: number;
  /** People need not hear that something began which is over already. */
  readonly collapses: boolean;
  /** Firing messages of an incident that were let go and have not arrived: by incident. */
  readonly unsent: ReadonlyMap<string, string>;
  /** Incidents whose next message must be told by a digest. */
  readonly onlyByDigest: ReadonlySet<string>;
}

/** What becomes of messages that wait. */
export interface Release<Message extends Waiting> {
  /** They wait on until then; null when they go now. */
  readonly holdUntil: number | null;
  /** Firing messages that the resolved one of their incident tells too, by the id of that one. */
  readonly collapsed: ReadonlyMap<string, string>;
  /** They go as they are. */
  readonly singles: readonly Message[];
  /** They go as one message; empty when there is none. */
  readonly digest: readonly Message[];
}

/**
 * Decides how messages that wait for a channel are sent. Pure. A few at a time go as they are, more as one digest, and
 * never more than 3 messages within 30 s, since a storm begins with one alert.
 * While more than 10 alerts come within 5 minutes, the channel gets at most 3 messages in 5 minutes, 30 s apart; each
 * tells all that has gathered.
 */
export function planRelease<Message extends Waiting>(
  input: BrakeInput<Message>,
  nowMs: number,
): Release<Message> {
  const { waiting, digestMinutes, onlyByDigest } = input;
  const collapsed = input.collapses ? collapse(input) : new Map<string, string>();
  const left = waiting.filter(({ id }) => !collapsed.has(id));
  const slot = digestMinutes > 0 ? collected(waiting, digestMinutes) : nextSlot(input, left.length, nowMs);
  if (slot > nowMs) return { holdUntil: slot, collapsed: new Map(), singles: [], digest: [] };
  const storm = digestMinutes > 0 || isStorm(input.recent, left.length);
  const mustMerge = left.some(({ incidentId }) => incidentId !== null && onlyByDigest.has(incidentId));
  const together =
    mustMerge || left.length > (storm ? 1 : Math.min(SINGLES, STORM_MESSAGES - lately(input.recent, nowMs)));
  return {
    holdUntil: null,
    collapsed,
    singles: together ? [] : left,
    digest: together ? left : [],
  };
}

/** When the channel has collected for long enough. */
function collected(waiting: readonly Waiting[], digestMinutes: number): number {
  return Math.min(...waiting.map(({ createdAt }) => createdAt)) + digestMinutes * MINUTE_MS;
}

function isStorm(recent: readonly Released[], waiting: number): boolean {
  return recent.reduce((sum, { alerts }) => sum + alerts, waiting) > CALM_ALERTS;
}

/** The earliest time at which the next message may go. */
function nextSlot({ recent }: Pick<BrakeInput<Waiting>, 'recent'>, waiting: number, nowMs: number): number {
  const last = recent.at(-1);
  if (last === undefined) return nowMs;
  const third = recent.at(-STORM_MESSAGES);
  if (isStorm(recent, waiting)) return third === undefined ? last.at + APART_MS : third.at + BRAKE_WINDOW_MS;
  return third === undefined ? nowMs : Math.max(nowMs, third.at + APART_MS);
}

/** How many messages were let go within the last `APART_MS`. */
function lately(recent: readonly Released[], nowMs: number): number {
  return recent.filter(({ at }) => at > nowMs - APART_MS).length;
}

function collapse({ waiting, unsent }: BrakeInput<Waiting>): ReadonlyMap<string, string> {
  const over = new Map<string, string>();
  for (const { id, kind, incidentId } of waiting) {
    if (kind === 'alert.resolved' && incidentId !== null) over.set(incidentId, id);
  }
  const collapsed = new Map<string, string>();
  for (const [incidentId, resolved] of over) {
    const firing = unsent.get(incidentId);
    if (firing !== undefined) collapsed.set(firing, resolved);
  }
  for (const { id, incidentId } of waiting) {
    const resolved = incidentId === null ? undefined : over.get(incidentId);
    if (resolved !== undefined && resolved !== id) collapsed.set(id, resolved);
  }
  return collapsed;
}
