import { setTimeout as sleep } from 'node:timers/promises';
import { isFaaslensError } from '../errors';
import { readNotice } from '../model/channels/notice';
import { channelKindOf } from '../model/channels/registry';
import { applyTemplates } from '../model/channels/templates';
import type { OutboxMessage } from '../settings/messages';
import type { Outbox } from '../settings/outbox';
import type { AttemptRecord } from '../settings/outbox-record';
import type { Opened, Target } from '../settings/outbox-target';
import type { ConnectOptions } from './notify/exchange';
import { type SendResult, sendNotice } from './notify/send';
import { waitAfter } from './schedule';

/** An endpoint that asks to wait gets no other message either, for at most so long: what waits may become one message. */
export const MOST_THROTTLE_MS = 5 * 60_000;
/** Pauses before an attempt is noted again that could not be noted because another program wrote. */
const RECORD_PAUSES_MS = [100, 300, 1000, 3000];

export interface AttemptOptions {
  readonly outbox: Outbox;
  readonly connect: ConnectOptions;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly warn: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

/**
 * Makes one attempt to deliver a message, and records it; answers until when the channel is to get no other one, null where it
 * does not mind. One that `cut` ends is not recorded: it is made again after a restart.
 */
export type Attempt = (message: OutboxMessage) => Promise<number | null>;

export function createAttempt(options: AttemptOptions, cut: AbortSignal): Attempt {
  const { outbox, now, random, warn } = options;
  const connect = { ...options.connect, signal: cut };

  /** Notes an attempt, again and again for a few seconds when the database is busy: unnoted, it would be repeated. */
  async function record(made: AttemptRecord): Promise<void> {
    for (const pauseMs of RECORD_PAUSES_MS) {
      try {
        await outbox.record(made);
        return;
      } catch (error) {
        if (!isFaaslensError(error) || error.code !== 'unavailable') throw error;
        await sleep(pauseMs, undefined, { signal: cut }).catch(() => undefined);
      }
    }
    await outbox.record(made);
  }

  /** A test message has one attempt: who pressed the button is waiting for its outcome. */
  function retryTime(
    message: OutboxMessage,
    target: Target,
    result: Pick<SendResult, 'outcome' | 'retryAfterMs'>,
  ): number | null {
    if (result.outcome !== 'retry' || message.kind === 'alert.test') return null;
    const { schedule } = channelKindOf(target.type);
    const wait = waitAfter(message.attempts + 1, schedule, result.retryAfterMs, random);
    return wait === null ? null : now() + wait;
  }

  return async (message) => {
    const target = await outbox.target(message.channelId);
    const at = now();
    if (target === null || !target.enabled) {
      const error = `not sent: the channel is ${target === null ? 'deleted' : 'turned off'}`;
      await record({ ...NOT_SENT, message, at, error, fallbackId: target?.fallbackId ?? null });
      return null;
    }
    if ('problem' in target.opened) {
      const error = `not sent: ${target.opened.problem}`;
      const retryAt = retryTime(message, target, { outcome: 'retry', retryAfterMs: null });
      await record({ ...NOT_SENT, message, at, error, retryAt, fallbackId: target.fallbackId });
      warn({ channel: target.name, message: message.id, error, retryAt }, 'a message was not delivered');
      return null;
    }
    const startedAt = performance.now();
    const { result, note } = await send(message, target, target.opened, { ...connect, at });
    const ok = result.outcome === 'delivered';
    if (cut.aborted && !ok) return null;
    const retryAt = retryTime(message, target, result);
    const { status, error, snippet, retryAfterMs } = result;
    await record({
      ...{ message, at, sent: true, ok, httpStatus: status, error, snippet, note, retryAt },
      durationMs: performance.now() - startedAt,
      disableChannel: result.outcome === 'gone',
      fallbackId: target.fallbackId,
    });
    if (ok) return null;
    warn({ channel: target.name, message: message.id, error, retryAt }, 'a message was not delivered');
    if (result.outcome !== 'retry' || retryAfterMs === null) return null;
    return now() + Math.min(retryAfterMs, MOST_THROTTLE_MS);
  };
}

async function send(
  message: OutboxMessage,
  target: Target,
  { settings, signingSecrets }: Opened,
  { at, ...connect }: ConnectOptions & { readonly at: number },
): Promise<{ readonly result: SendResult; readonly note: string | null }> {
  const { notice, problem } = applyTemplates(readNotice(message), target);
  const facts = { at, signingSecrets };
  const result = await sendNotice(channelKindOf(target.type), notice, settings, facts, connect);
  const standsIn = message.fallbackOf === null ? null : 'in place of a channel that failed';
  const notes = [standsIn, problem].filter((note) => note !== null);
  return { result, note: notes.length === 0 ? null : notes.join('; ') };
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
