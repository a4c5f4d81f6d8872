import type { Prisma } from '@/prisma/generated/client';
import type { Sources } from './channels';
import type { Connection } from './connection';
import { newId } from './ids';

/** A message that waits to be sent; every attempt sends the same payload under the same id. */
export interface OutboxMessage {
  readonly id: string;
  readonly kind: string;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly payload: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly secret: string;
  readonly enabled: boolean;
}

/** One attempt and what follows from it. */
export interface AttemptRecord {
  readonly message: OutboxMessage;
  readonly at: number;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly snippet: string | null;
  /** When to try again; null when this was the last attempt, or it succeeded. */
  readonly retryAt: number | null;
  /** The endpoint said that it is gone for good. */
  readonly disableChannel: boolean;
}

export interface Outbox {
  /** Channels with at least one message that is due. */
  dueChannels(): Promise<readonly string[]>;
  /** Due messages of a channel, oldest first, without those named and those that must wait for another. */
  dueMessages(
    channelId: string,
    limit: number,
    without: readonly string[],
  ): Promise<readonly OutboxMessage[]>;
  /** Null when the channel was deleted. */
  target(channelId: string): Promise<Target | null>;
  /** Delivery, message and channel change together. */
  record(attempt: AttemptRecord): Promise<void>;
  /**
   * Removes up to `limit` attempts that were made before that time and as many messages that are done and were last
   * due before it. What is pending stays.
   * @returns whether there may be more
   */
  prune(beforeMs: number, limit: number): Promise<{ more: boolean }>;
}

const WAIT_FOR_EARLIER_MS = 1000;

export function createOutbox(connection: Connection, { now, random }: Sources): Outbox {
  const { prisma } = connection;

  /** The first pending message of each incident on this channel: only it may be sent. */
  async function firstOfIncidents(channelId: string, incidentIds: readonly string[]) {
    const rows = await prisma.outbox.findMany({
      where: { channelId, status: 'pending', incidentId: { in: [...incidentIds] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, incidentId: true, nextAttemptAt: true },
    });
    return new Map(rows.toReversed().map((row) => [row.incidentId, row]));
  }

  return {
    async dueChannels() {
      const groups = await prisma.outbox.groupBy({
        by: ['channelId'],
        where: { status: 'pending', nextAttemptAt: { lte: new Date(now()) } },
      });
      return groups.map((group) => group.channelId);
    },

    async dueMessages(channelId, limit, without) {
      const rows = await prisma.outbox.findMany({
        where: {
          channelId,
          status: 'pending',
          nextAttemptAt: { lte: new Date(now()) },
          id: { notIn: [...without] },
        },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      const incidentIds = rows.flatMap((row) => (row.incidentId === null ? [] : [row.incidentId]));
      if (incidentIds.length === 0) return rows;
      const first = await firstOfIncidents(channelId, incidentIds);
      const ready = [];
      for (const row of rows) {
        const earlier = first.get(row.incidentId);
        if (earlier === undefined || earlier.id === row.id) {
          ready.push(row);
          continue;
        }
        // Moved behind the one it waits for, or messages that wait would fill every page of due ones.
        const until = Math.max(earlier.nextAttemptAt.getTime(), now()) + WAIT_FOR_EARLIER_MS;
        await connection.change(() =>
          prisma.outbox.updateMany({ where: { id: row.id }, data: { nextAttemptAt: new Date(until) } }),
        );
      }
      return ready;
    },

    target(channelId) {
      return prisma.channel.findUnique({
        where: { id: channelId },
        select: { name: true, url: true, secret: true, enabled: true },
      });
    },

    async record(attempt) {
      const { message, retryAt } = attempt;
      const { id, channelId, incidentId } = message;
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
      ];
      if (retryAt === null && incidentId !== null) {
        statements.push(
          prisma.outbox.updateMany({
            where: { channelId, incidentId, status: 'pending', id: { not: id } },
            data: { nextAttemptAt: new Date(now()) },
          }),
        );
      }
      if (attempt.disableChannel) {
        statements.push(
          prisma.channel.updateMany({
            where: { id: channelId },
            data: { enabled: false, updatedAt: new Date(now()) },
          }),
        );
      }
      await connection.commit(statements);
    },

    async prune(beforeMs, limit) {
      const before = new Date(beforeMs);
      const done = { status: { in: ['delivered', 'failed'] }, nextAttemptAt: { lt: before } };
      const only = { take: limit, select: { id: true } };
      const messages = await prisma.outbox.findMany({ where: done, ...only });
      const attempts = await prisma.delivery.findMany({ where: { at: { lt: before } }, ...only });
      if (messages.length + attempts.length > 0) {
        const ids = (rows: readonly { id: string }[]) => ({ id: { in: rows.map(({ id }) => id) } });
        await connection.commit([
          // A message may have been queued again since it was read.
          prisma.outbox.deleteMany({ where: { ...ids(messages), ...done } }),
          prisma.delivery.deleteMany({ where: ids(attempts) }),
        ]);
      }
      return { more: messages.length === limit || attempts.length === limit };
    },
  };
}
