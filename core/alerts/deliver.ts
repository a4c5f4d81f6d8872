import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFaaslensError } from '../errors';
import { readNotice } from '../model/channels/notice';
import { channelKindOf } from '../model/channels/registry';
import { applyTemplates } from '../model/channels/templates';
import type { OutboxMessage } from '../settings/messages';
import type { Outbox } from '../settings/outbox';
import type { AttemptRecord } from '../settings/outbox-record';
import type { IsQuiet } from '../settings/outbox-repeat';
import type { Target } from '../settings/outbox-target';
import type { ConnectOptions } from './notify/exchange';
import { type SendResult, sendNotice } from './notify/send';
import { releaseWaiting } from './release';
import { waitAfter } from './schedule';

const PER_CHANNEL = 4;
/** Beyond half of this, a channel gets one attempt at a time: many slow endpoints must leave room for the others. */
const TOGETHER = 256;
const REPEAT_EVERY_MS = 30_000;
/** An endpoint that asks to wait gets no other message either, for at most so long: what waits may become one message. */
const MOST_THROTTLE_MS = 5 * 60_000;
/** A message whose attempt could not be recorded (disk full) must not be sent again and again meanwhile. */
const HOLD_MS = 60_000;
/** Pauses before an attempt is noted again that could not be noted because another program wrote. */
const RECORD_PAUSES_MS = [100, 300, 1000, 3000];

export interface DelivererOptions {
  readonly outbox: Outbox;
  readonly connect: ConnectOptions;
  /** Asked before each few attempts: whether it is still this process that delivers. Left out: it always is. */
  readonly mayStart?: () => Promise<boolean>;
  /** Of which incidents nobody is to be reminded now. Left out: of none. */
  readonly whatIsQuiet?: () => Promise<IsQuiet>;
  /** Address of the dashboard in digests, without a trailing slash. */
  readonly baseUrl: string;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly warn: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

export interface Deliverer {
  /** Starts the attempts that are due, within the limits; resolves without waiting for their outcome. */
  pump(): Promise<void>;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
  /** Sends no more; attempts that do not end within the grace period are cut and made again after a restart. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Sends what waits in the outbox, at least once under a stable id: an attempt counts only when it is recorded, so one
 * that a crash cuts off is repeated. At most four at a time per channel, so that a slow endpoint delays no other; per
 * incident one after another. What many incidents say at once goes as one message.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { outbox, now, mayStart = async () => true } = options;
  const inFlight = new Map<string, { channelId: string; done: Promise<void> }>();
  /** Messages and channels, by id. */
  const heldUntil = new Map<string, number>();
  const cut = new AbortController();
  setMaxListeners(TOGETHER + 1, cut.signal);
  let stopping = false;
  let pumping: Promise<void> | null = null;
  let again = false;
  let repeatsDueAt = 0;

  async function startDue(): Promise<void> {
    for (const [id, until] of heldUntil) if (until <= now()) heldUntil.delete(id);
    if (!(await mayStart())) return;
    await queueRepeats();
    for (const channelId of await outbox.dueChannels()) {
      if (stopping || !(await mayStart())) return;
      try {
        await startDueOf(channelId);
      } catch (err) {
        options.warn({ err, channelId }, 'the messages of a channel cannot be read');
      }
    }
  }

  async function queueRepeats(): Promise<void> {
    if (now() < repeatsDueAt) return;
    repeatsDueAt = now() + REPEAT_EVERY_MS;
    try {
      await outbox.queueRepeats(options.whatIsQuiet ?? (async () => () => false));
    } catch (err) {
      options.warn({ err }, 'reminders could not be queued; trying again');
    }
  }

  async function startDueOf(channelId: string): Promise<void> {
    if (heldUntil.has(channelId)) return;
    const busy = [...inFlight].filter(([, flight]) => flight.channelId === channelId).map(([id]) => id);
    await releaseWaiting({ outbox, channelId, busy, baseUrl: options.baseUrl, nowMs: now() });
    const most = inFlight.size < TOGETHER / 2 ? PER_CHANNEL : 1;
    const free = Math.min(most - busy.length, TOGETHER - inFlight.size);
    if (free <= 0) return;
    for (const message of await outbox.dueMessages(channelId, free, [...busy, ...heldUntil.keys()])) {
      if (stopping) return;
      const done = attempt(message)
        .catch((err: unknown) => {
          heldUntil.set(message.id, now() + HOLD_MS);
          options.warn({ err, message: message.id }, 'an attempt to deliver could not be recorded');
        })
        .finally(() => {
          inFlight.delete(message.id);
          if (!stopping) void pump();
        });
      inFlight.set(message.id, { channelId, done });
    }
  }

  /** Notes an attempt, again and again for a few seconds when the database is busy: unnoted, it would be repeated. */
  async function record(made: AttemptRecord): Promise<void> {
    for (const pauseMs of RECORD_PAUSES_MS) {
      try {
        await outbox.record(made);
        return;
      } catch (error) {
        if (!isFaaslensError(error) || error.code !== 'unavailable') throw error;
        await sleep(pauseMs, undefined, { signal: cut.signal }).catch(() => undefined);
      }
    }
    await outbox.record(made);
  }

  async function attempt(message: OutboxMessage): Promise<void> {
    const target = await outbox.target(message.channelId);
    const at = now();
    if (target === null || !target.enabled) {
      const error = `not sent: the channel is ${target === null ? 'deleted' : 'turned off'}`;
      const fallbackId = target?.fallbackId ?? null;
      await record({ ...NOT_SENT, message, at, error, fallbackId });
      return;
    }
    const startedAt = performance.now();
    const { result, note } = await send(message, target, at);
    const ok = result.outcome === 'delivered';
    if (cut.signal.aborted && !ok) return;
    const retryAt = retryTime(message, target, result);
    await record({
      message,
      at,
      durationMs: performance.now() - startedAt,
      sent: true,
      ok,
      httpStatus: result.status,
      error: result.error,
      snippet: result.snippet,
      note,
      retryAt,
      disableChannel: result.outcome === 'gone',
      fallbackId: target.fallbackId,
    });
    if (ok) return;
    const { error, retryAfterMs } = result;
    if (result.outcome === 'retry' && retryAfterMs !== null)
      heldUntil.set(message.channelId, now() + Math.min(retryAfterMs, MOST_THROTTLE_MS));
    options.warn(
      { channel: target.name, message: message.id, error, retryAt },
      'a message was not delivered',
    );
  }

  async function send(
    message: OutboxMessage,
    target: Target,
    at: number,
  ): Promise<{ readonly result: SendResult; readonly note: string | null }> {
    const { notice, problem } = applyTemplates(readNotice(message), target);
    const facts = { at, signingSecrets: target.signingSecrets };
    const connect = { ...options.connect, signal: cut.signal };
    const result = await sendNotice(channelKindOf(target.type), notice, target.settings, facts, connect);
    const standsIn = message.fallbackOf === null ? null : 'in place of a channel that failed';
    const notes = [standsIn, problem].filter((note) => note !== null);
    return { result, note: notes.length === 0 ? null : notes.join('; ') };
  }

  /** A test message has one attempt: who pressed the button is waiting for its outcome. */
  function retryTime(message: OutboxMessage, target: Target, result: SendResult): number | null {
    if (result.outcome !== 'retry' || message.kind === 'alert.test') return null;
    const { schedule } = channelKindOf(target.type);
    const wait = waitAfter(message.attempts + 1, schedule, result.retryAfterMs, options.random);
    return wait === null ? null : now() + wait;
  }

  async function pump(): Promise<void> {
    again = true;
    pumping ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          await startDue();
        }
      } catch (err) {
        options.warn({ err }, 'the outbox cannot be read');
      } finally {
        pumping = null;
      }
    })();
    await pumping;
  }

  async function idle(): Promise<void> {
    while (pumping !== null || inFlight.size > 0) {
      await Promise.all([pumping, ...[...inFlight.values()].map(({ done }) => done)]);
    }
  }

  return {
    pump,
    idle,
    async stop(graceMs) {
      stopping = true;
      const timer = setTimeout(() => cut.abort(), graceMs);
      await idle();
      clearTimeout(timer);
    },
  };
}

const NOT_SENT = {
  durationMs: 0,
  sent: false,
  ok: false,
  httpStatus: null,
  snippet: null,
  note: null,
  retryAt: null,
  disableChannel: false,
} as const;
