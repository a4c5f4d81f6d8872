import { setMaxListeners } from 'node:events';
import type { IsQuiet } from '../settings/outbox-repeat';
import { type AttemptOptions, createAttempt, MOST_THROTTLE_MS } from './attempt';
import { releaseWaiting } from './release';

const PER_CHANNEL = 4;
/** Beyond half of this, a channel gets one attempt at a time: many slow endpoints must leave room for the others. */
const TOGETHER = 256;
const REPEAT_EVERY_MS = 30_000;
/** A message whose attempt could not be recorded (disk full) must not be sent again and again meanwhile. */
const HOLD_MS = 60_000;

export interface DelivererOptions extends AttemptOptions {
  /** Asked before each few attempts: whether it is still this process that delivers. Left out: it always is. */
  readonly mayStart?: () => Promise<boolean>;
  /** Of which incidents nobody is to be reminded now. Left out: of none. */
  readonly whatIsQuiet?: () => Promise<IsQuiet>;
  /** Address of the dashboard in digests, without a trailing slash. */
  readonly baseUrl: string;
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
  const attempt = createAttempt(options, cut.signal);
  let stopping = false;
  let pumping: Promise<void> | null = null;
  let again = false;
  let repeatsDueAt = 0;

  async function startDue(): Promise<void> {
    // What is held for longer than anything may be, was held before the clock was set back.
    for (const [id, until] of heldUntil)
      if (until <= now() || until > now() + MOST_THROTTLE_MS) heldUntil.delete(id);
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
    if (now() < repeatsDueAt && repeatsDueAt <= now() + REPEAT_EVERY_MS) return;
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
        .then((until) => {
          if (until !== null) heldUntil.set(channelId, until);
        })
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
