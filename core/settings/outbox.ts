import { channelSecrets } from './channel-secrets';
import type { Connection } from './connection';
import type { OutboxMessage } from './messages';
import { createRecorder, type Recorder } from './outbox-record';
import { createReleaser, type Releaser } from './outbox-release';
import { createRepeater, type Repeater } from './outbox-repeat';
import { type Target, toTarget } from './outbox-target';
import type { Sealing } from './sealing';
import type { Sources } from './sources';

/** The queue of messages, as the collector works it off. One process at a time does. */
export interface Outbox extends Recorder, Releaser, Repeater {
  /** Channels with at least one message that is due. */
  dueChannels(): Promise<readonly string[]>;
  /** Due messages of a channel that were let go, oldest first, without those named and those that must wait for another. */
  dueMessages(
    channelId: string,
    limit: number,
    without: readonly string[],
  ): Promise<readonly OutboxMessage[]>;
  /** Null when the channel was deleted. */
  target(channelId: string): Promise<Target | null>;
  /**
   * Removes up to `limit` attempts that were made before that time, as many messages that are done and were last due
   * before it, and as many changes of state. What is pending stays.
   * @returns whether there may be more
   */
  prune(beforeMs: number, limit: number): Promise<{ more: boolean }>;
}

const WAIT_FOR_EARLIER_MS = 1000;

export function createOutbox(
  connection: Connection,
  sources: Sources & { readonly sealing: Sealing },
): Outbox {
  const { prisma } = connection;
  const { now } = sources;
  const secrets = channelSecrets(sources.sealing);

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
    ...createRecorder(connection, sources),
    ...createReleaser(connection, sources),
    ...createRepeater(connection, sources),

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
          releasedAt: { not: null },
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

    async target(channelId) {
      const row = await prisma.channel.findUnique({ where: { id: channelId } });
      return row === null ? null : toTarget(row, secrets, now());
    },

    async prune(beforeMs, limit) {
      const before = new Date(beforeMs);
      const done = { status: { not: 'pending' }, nextAttemptAt: { lt: before } };
      const only = { take: limit, select: { id: true } };
      const messages = await prisma.outbox.findMany({ where: done, ...only });
      const attempts = await prisma.delivery.findMany({ where: { at: { lt: before } }, ...only });
      const events = await prisma.alertEvent.findMany({ where: { at: { lt: before } }, ...only });
      const lists = [messages, attempts, events];
      if (lists.some(({ length }) => length > 0)) {
        const ids = (rows: readonly { id: string }[]) => ({ id: { in: rows.map(({ id }) => id) } });
        await connection.commit([
          // A message may have been queued again since it was read.
          prisma.outbox.deleteMany({ where: { ...ids(messages), ...done } }),
          prisma.delivery.deleteMany({ where: ids(attempts) }),
          prisma.alertEvent.deleteMany({ where: ids(events) }),
        ]);
      }
      return { more: lists.some(({ length }) => length === limit) };
    },
  };
}
