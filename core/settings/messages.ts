import type { Prisma } from '@/prisma/generated/client';
import { newId, type RandomBytes } from './ids';

export type MessageKind = 'alert.firing' | 'alert.resolved' | 'alert.test';

/** A message before it is queued. `data` is what the receiver gets as `data`. */
export interface MessageInput {
  readonly kind: MessageKind;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The outbox row of a message, due at once. Its payload is written down here, once: every attempt sends the same
 * bytes under the same id.
 */
export function newMessage(
  input: MessageInput,
  nowMs: number,
  random: RandomBytes,
): Prisma.OutboxCreateInput {
  const at = new Date(nowMs);
  return {
    id: newId('msg', nowMs, random),
    kind: input.kind,
    channelId: input.channelId,
    incidentId: input.incidentId,
    payload: JSON.stringify({ type: input.kind, timestamp: at.toISOString(), data: input.data }),
    createdAt: at,
    nextAttemptAt: at,
    attempts: 0,
    status: 'pending',
  };
}
