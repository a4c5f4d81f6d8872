import type { Prisma } from '@/prisma/generated/client';
import { BEGINNINGS, type MessageInput } from '../model/channels/message-input';
import type { Connection } from './connection';
import { DIGEST, newMessage } from './messages';
import type { Sources } from './sources';

/** A message that was not let go yet: it may still become part of another. */
export interface WaitingMessage {
  readonly id: string;
  readonly kind: string;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly payload: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What becomes of the messages of a channel that wait; all of it or nothing. */
export interface ReleaseChange {
  readonly hold: { readonly ids: readonly string[]; readonly untilMs: number } | null;
  /** Messages that others tell, by the id of those. */
  readonly merged: ReadonlyMap<string, string>;
  readonly released: readonly string[];
  /** A message that tells all of these. */
  readonly digest: { readonly message: MessageInput; readonly ids: readonly string[] } | null;
}

export interface Releaser {
  /** Messages of a channel that were not let go, those that are held among them, oldest first; at most 2000. */
  waiting(channelId: string): Promise<readonly WaitingMessage[]>;
  /** When messages of a channel were let go since then, oldest first, and how many alerts each told of. */
  releasedSince(
    channelId: string,
    sinceMs: number,
  ): Promise<readonly { readonly at: number; readonly alerts: number }[]>;
  /** Firing messages of these incidents that were let go and have not arrived, by incident. */
  unsentFiring(channelId: string, incidentIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Which of these incidents a digest of the channel told to fire. */
  toldByDigest(channelId: string, incidentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Incidents that digests of the channel told of and that have no resolved message on it; ids of incidents. */
  openInDigests(channelId: string): Promise<readonly string[]>;
  release(change: ReleaseChange): Promise<void>;
}

const MOST_WAITING = 2000;

export function createReleaser(connection: Connection, { now, random }: Sources): Releaser {
  const { prisma } = connection;

  async function incidentsOf(where: Prisma.OutboxWhereInput): Promise<readonly string[]> {
    const rows = await prisma.outbox.findMany({
      where: { ...where, incidentId: { not: null } },
      select: { incidentId: true },
      distinct: ['incidentId'],
    });
    return rows.flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId]));
  }

  return {
    async waiting(channelId) {
      const rows = await prisma.outbox.findMany({
        where: { channelId, status: 'pending', releasedAt: null },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: MOST_WAITING,
      });
      return rows.map((row) => ({ ...row, createdAt: row.createdAt.getTime() }));
    },

    async releasedSince(channelId, sinceMs) {
      const rows = await prisma.outbox.findMany({
        where: {
          channelId,
          // What lies ahead was let go before the clock was set back: it would hold back all that comes until then.
          releasedAt: { gt: new Date(sinceMs), lte: new Date(now()) },
          kind: { not: 'alert.test' },
        },
        orderBy: { releasedAt: 'asc' },
        select: { releasedAt: true, alerts: true },
      });
      return rows.map(({ releasedAt, alerts }) => ({ at: releasedAt?.getTime() ?? 0, alerts }));
    },

    async unsentFiring(channelId, incidentIds) {
      const rows = await prisma.outbox.findMany({
        where: {
          channelId,
          incidentId: { in: [...incidentIds] },
          kind: { in: [...BEGINNINGS] },
          status: 'pending',
          releasedAt: { not: null },
        },
        select: { id: true, incidentId: true },
      });
      return new Map(rows.map(({ id, incidentId }) => [incidentId ?? '', id]));
    },

    async toldByDigest(channelId, incidentIds) {
      const digests = {
        channelId,
        kind: { in: [...BEGINNINGS] },
        status: 'merged',
        incidentId: { in: [...incidentIds] },
      };
      return new Set(await incidentsOf({ ...digests, mergedInto: { startsWith: `${DIGEST}_` } }));
    },

    async openInDigests(channelId) {
      const told = await incidentsOf({
        channelId,
        kind: { in: [...BEGINNINGS] },
        mergedInto: { startsWith: `${DIGEST}_` },
      });
      const over = new Set(
        await incidentsOf({ channelId, kind: 'alert.resolved', incidentId: { in: [...told] } }),
      );
      return told.filter((id) => !over.has(id));
    },

    async release({ hold, merged, released, digest }) {
      const at = new Date(now());
      const pending = { status: 'pending' };
      const statements: Prisma.PrismaPromise<unknown>[] = [];
      if (hold !== null) {
        const data = { nextAttemptAt: new Date(hold.untilMs) };
        statements.push(prisma.outbox.updateMany({ where: { ...pending, id: { in: [...hold.ids] } }, data }));
      }
      for (const [id, into] of merged) {
        const data = { status: 'merged', mergedInto: into };
        statements.push(prisma.outbox.updateMany({ where: { ...pending, id }, data }));
      }
      if (released.length > 0) {
        const where = { ...pending, id: { in: [...released] } };
        statements.push(prisma.outbox.updateMany({ where, data: { releasedAt: at } }));
      }
      if (digest !== null) {
        const row = { ...newMessage(digest.message, now(), random), releasedAt: at };
        const where = { ...pending, id: { in: [...digest.ids] } };
        statements.push(
          prisma.outbox.create({ data: row }),
          prisma.outbox.updateMany({ where, data: { status: 'merged', mergedInto: row.id } }),
        );
      }
      if (statements.length > 0) await connection.commit(statements);
    },
  };
}
