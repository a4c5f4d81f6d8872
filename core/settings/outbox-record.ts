import type { Outbox as OutboxRow, Prisma } from '@/prisma/generated/client';
import type { Connection } from './connection';
import { newId } from './ids';
import type { OutboxMessage } from './messages';
import type { Sources } from './sources';

/** One attempt and what follows from it. */
export interface AttemptRecord {
  readonly message: OutboxMessage;
  readonly at: number;
  readonly durationMs: number;
  /** Whether anything was sent; an attempt that was not says nothing about the channel. */
  readonly sent: boolean;
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly snippet: string | null;
  readonly note: string | null;
  /** When to try again; null when this was the last attempt, or it succeeded. */
  readonly retryAt: number | null;
  /** The endpoint said that it is gone for good. */
  readonly disableChannel: boolean;
  /** The channel that gets what cannot be delivered here; null for none. */
  readonly fallbackId: string | null;
}

export interface Recorder {
  /**
   * Delivery, message and channel change together, and with them the copy for the fallback channel: of a message that
   * failed for the third time or for good, and of what follows it in the same incident.
   */
  record(attempt: AttemptRecord): Promise<void>;
}

/** A channel that failed so often in a row is failing. */
const FALLBACK_AFTER = 3;

export function createRecorder(connection: Connection, { now, random }: Sources): Recorder {
  const { prisma } = connection;

  /** The message for the fallback channel, or null when it needs none. */
  async function standIn({ message, ok, retryAt, fallbackId }: AttemptRecord): Promise<OutboxRow | null> {
    const { id, incidentId, fallbackOf } = message;
    // A stand-in has no other, or two channels could pass a message to and fro.
    if (fallbackId === null || fallbackOf !== null || message.kind === 'alert.test') return null;
    const failed = !ok && (message.attempts + 1 >= FALLBACK_AFTER || retryAt === null);
    if (!failed && !(await wasToldThere(fallbackId, incidentId))) return null;
    const row = await prisma.outbox.findUnique({ where: { id } });
    if (row === null) return null;
    const at = new Date(now());
    return {
      ...row,
      id: `fbk_${id}`,
      channelId: fallbackId,
      nextAttemptAt: at,
      attempts: 0,
      status: 'pending',
      // A digest cannot become part of another one.
      releasedAt: row.kind === 'alert.digest' ? at : null,
      mergedInto: null,
      fallbackOf: id,
    };
  }

  /** Who heard the beginning of an incident must hear its end, even if the channel works again. */
  async function wasToldThere(channelId: string, incidentId: string | null): Promise<boolean> {
    if (incidentId === null) return false;
    return (await prisma.outbox.count({ where: { channelId, incidentId, fallbackOf: { not: null } } })) > 0;
  }

  function channelChanges({ message, sent, ok, error, at, disableChannel }: AttemptRecord) {
    const where = { id: message.channelId };
    const changes: Prisma.PrismaPromise<unknown>[] = [];
    if (sent && ok) {
      changes.push(
        prisma.channel.updateMany({
          where: { ...where, failures: { gt: 0 } },
          data: { failures: 0, failingSince: null, lastError: null },
        }),
      );
    }
    if (sent && !ok) {
      changes.push(
        prisma.channel.updateMany({ where: { ...where, failures: 0 }, data: { failingSince: new Date(at) } }),
        prisma.channel.updateMany({ where, data: { failures: { increment: 1 }, lastError: error } }),
      );
    }
    if (disableChannel) {
      const data = { enabled: false, updatedAt: new Date(now()) };
      changes.push(prisma.channel.updateMany({ where, data }));
    }
    return changes;
  }

  return {
    async record(attempt) {
      const { message, retryAt } = attempt;
      const { id, channelId, incidentId } = message;
      const copy = await standIn(attempt);
      const statements: Prisma.PrismaPromise<unknown>[] = [
        prisma.delivery.create({
          data: {
            id: newId('dlv', attempt.at, random),
            outboxId: id,
            channelId,
            incidentId,
            attempt: message.attempts + 1,
            at: new Date(attempt.at),
            ok: attempt.ok,
            httpStatus: attempt.httpStatus,
            error: attempt.error,
            snippet: attempt.snippet,
            note: attempt.note,
            durationMs: Math.round(attempt.durationMs),
          },
        }),
        prisma.outbox.updateMany({
          where: { id },
          data: {
            attempts: message.attempts + 1,
            status: attempt.ok ? 'delivered' : retryAt === null ? 'failed' : 'pending',
            ...(retryAt === null ? {} : { nextAttemptAt: new Date(retryAt) }),
          },
        }),
        ...channelChanges(attempt),
      ];
      if (copy !== null) {
        statements.push(prisma.outbox.upsert({ where: { id: copy.id }, create: copy, update: {} }));
      }
      if (retryAt === null && incidentId !== null) {
        statements.push(
          prisma.outbox.updateMany({
            where: { channelId, incidentId, status: 'pending', releasedAt: { not: null }, id: { not: id } },
            data: { nextAttemptAt: new Date(now()) },
          }),
        );
      }
      await connection.commit(statements);
    },
  };
}
