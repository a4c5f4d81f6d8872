import type { Delivery as DeliveryRow, Prisma } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { decodeCursor, toPage } from './cursor';
import type { AlertSettings, Delivery } from './settings';
import type { Sources } from './sources';

type DeliverySettings = Pick<AlertSettings, 'listDeliveries' | 'resendDelivery'>;

export function createDeliverySettings(connection: Connection, { now }: Sources): DeliverySettings {
  const { prisma } = connection;
  return {
    async listDeliveries({ limit, cursor, channelId, incidentId }) {
      const where: Prisma.DeliveryWhereInput = {
        ...(channelId === undefined ? {} : { channelId }),
        ...(incidentId === undefined ? {} : { incidentId }),
      };
      if (cursor !== undefined) {
        const { at, id } = decodeCursor(cursor);
        where.OR = [{ at: { lt: at } }, { at, id: { lt: id } }];
      }
      const rows = await prisma.delivery.findMany({
        where,
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const messages = await prisma.outbox.findMany({
        where: { id: { in: rows.map(({ outboxId }) => outboxId) } },
        select: { id: true, kind: true },
      });
      const kinds = new Map(messages.map(({ id, kind }) => [id, kind]));
      const toItem = (row: DeliveryRow) => toDelivery(row, kinds.get(row.outboxId) ?? null);
      return toPage(rows, limit, toItem, (row) => ({ at: row.at, id: row.id }));
    },

    async resendDelivery(id) {
      const delivery = await prisma.delivery.findUnique({ where: { id } });
      if (delivery === null) throw new FaaslensError('not_found', `There is no delivery ${id}`);
      const channel = await prisma.channel.findUnique({ where: { id: delivery.channelId } });
      if (!channel?.enabled) {
        throw new FaaslensError(
          'conflict',
          'The channel of this delivery is off or deleted: turn it on first',
        );
      }
      const { count } = await connection.change(() =>
        prisma.outbox.updateMany({
          where: { id: delivery.outboxId },
          data: { status: 'pending', attempts: 0, nextAttemptAt: new Date(now()) },
        }),
      );
      if (count === 0)
        throw new FaaslensError('not_found', 'The message of this delivery is not kept any more');
      return { messageId: delivery.outboxId };
    },
  };
}

function toDelivery(row: DeliveryRow, messageKind: string | null): Delivery {
  return {
    id: row.id,
    messageId: row.outboxId,
    messageKind,
    channelId: row.channelId,
    incidentId: row.incidentId,
    attempt: row.attempt,
    at: row.at.getTime(),
    ok: row.ok,
    httpStatus: row.httpStatus,
    error: row.error,
    snippet: row.snippet,
    note: row.note,
    durationMs: row.durationMs,
  };
}
