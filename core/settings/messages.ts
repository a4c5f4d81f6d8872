import { Prisma } from '@/prisma/generated/client';
import type { MessageInput } from '../model/channels/message-input';
import type { Connection } from './connection';
import { newId, type RandomBytes } from './ids';

/** What the ids of digests begin with. */
export const DIGEST = 'dig';

/** A message that waits to be sent; every attempt sends the same payload under the same id. */
export interface OutboxMessage {
  readonly id: string;
  readonly kind: string;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly payload: string;
  /** Attempts made so far. */
  readonly attempts: number;
  /** The message of another channel that it stands in for; null for most. */
  readonly fallbackOf: string | null;
}

/**
 * The outbox row of a message, due at once. Its payload is written down here, once: every attempt sends the same
 * message under the same id. A test message is let go at once; an alert may still be merged into a digest.
 */
export function newMessage(
  input: MessageInput,
  nowMs: number,
  random: RandomBytes,
): Prisma.OutboxCreateInput {
  const at = new Date(nowMs);
  return {
    id: newId(input.kind === 'alert.digest' ? DIGEST : 'msg', nowMs, random),
    kind: input.kind,
    channelId: input.channelId,
    incidentId: input.incidentId,
    payload: JSON.stringify({ type: input.kind, timestamp: at.toISOString(), data: input.data }),
    createdAt: at,
    nextAttemptAt: at,
    attempts: 0,
    status: 'pending',
    releasedAt: input.kind === 'alert.test' ? at : null,
    mergedInto: null,
    alerts: input.alerts ?? 1,
    fallbackOf: null,
  };
}

/**
 * Queues a message about an incident unless that is over or acknowledged by then: one statement, for either may happen
 * between a question and its answer.
 */
export function insertIfFiring(
  prisma: Connection['prisma'],
  row: Prisma.OutboxCreateInput,
): Prisma.PrismaPromise<number> {
  return prisma.$executeRaw(Prisma.sql`
    INSERT INTO outbox (id, kind, channel_id, incident_id, payload, created_at, next_attempt_at, attempts, status, alerts)
    SELECT ${row.id}, ${row.kind}, ${row.channelId}, ${row.incidentId}, ${row.payload}, ${row.createdAt},
           ${row.nextAttemptAt}, 0, 'pending', 1
    WHERE EXISTS (SELECT 1 FROM incident
                  WHERE id = ${row.incidentId} AND status = 'firing' AND acknowledged_at IS NULL)`);
}
