import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFaaslensError } from '../errors';
import type { AttemptRecord, Outbox, OutboxMessage } from '../settings/outbox';
import type { WebhookCall, WebhookResult } from './notify/webhook';
import { waitAfter } from './schedule';

const PER_CHANNEL = 4;
const TOGETHER = 256;
/** A message whose attempt could not be recorded (disk full) must not be sent again and again meanwhile. */
const HOLD_MS = 60_000;
/** Pauses before an attempt is noted again that could not be noted because another program wrote. */
const RECORD_PAUSES_MS = [100, 300, 1000, 3000];

export interface DelivererOptions {
  readonly outbox: Outbox;
  /** Sends once and never rejects. */
  readonly send: (call: WebhookCall, signal: AbortSignal) => Promise<WebhookResult>;
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
 * incident one after another.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { outbox, now } = options;
  const inFlight = new Map<string, { channelId: string; done: Promise<void> }>();
  const heldUntil = new Map<string, number>();
  const cut = new AbortController();
  setMaxListeners(TOGETHER + 1, cut.signal);
  let stopping = false;
  let pumping: Promise<void> | null = null;
  let again = false;

  async function startDue(): Promise<void> {
    for (const [id, until] of heldUntil) if (until <= now()) heldUntil.delete(id);
    for (const channelId of await outbox.dueChannels()) {
      const busy = [...inFlight].filter(([, flight]) => flight.channelId === channelId).map(([id]) => id);
      const free = Math.min(PER_CHANNEL - busy.length, TOGETHER - inFlight.size);
      if (free <= 0) continue;
      const without = [...busy, ...heldUntil.keys()];
      for (const message of await outbox.dueMessages(channelId, free, without)) {
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
      await record({ ...NOT_SENT, message, at, error });
      return;
    }
    const startedAt = performance.now();
    const { id, payload } = message;
    const result = await options.send(
      { url: target.url, secret: target.secret, messageId: id, payload, at },
      cut.signal,
    );
    if (cut.signal.aborted && !result.ok) return;
    const gone = result.httpStatus === 410;
    const wait = waitAfter(message.attempts + 1, message.kind, result.retryAfterMs, options.random);
    const made: AttemptRecord = {
      message,
      at,
      durationMs: performance.now() - startedAt,
      ok: result.ok,
      httpStatus: result.httpStatus,
      error: result.error,
      snippet: result.snippet,
      retryAt: result.ok || gone || wait === null ? null : now() + wait,
      disableChannel: gone,
    };
    await record(made);
    if (result.ok) return;
    const { error, retryAt } = made;
    options.warn({ channel: target.name, message: id, error, retryAt }, 'a message was not delivered');
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
  ok: false,
  httpStatus: null,
  snippet: null,
  retryAt: null,
  disableChannel: false,
} as const;
