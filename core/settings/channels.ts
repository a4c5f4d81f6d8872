import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId, type RandomBytes } from './ids';
import { channelInputSchema, parseInput } from './inputs';
import { newMessage } from './messages';
import { newSigningSecret } from './secrets';
import type { AlertSettings, Channel } from './settings';

type ChannelSettings = Pick<
  AlertSettings,
  'createChannel' | 'updateChannel' | 'deleteChannel' | 'getChannel' | 'listChannels' | 'testChannel'
>;

export interface Sources {
  readonly now: () => number;
  readonly random: RandomBytes;
}

export function createChannelSettings(connection: Connection, { now, random }: Sources): ChannelSettings {
  const { prisma } = connection;

  async function getChannel(id: string): Promise<Channel> {
    const row = await prisma.channel.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no channel ${id}`);
    return toChannel(row);
  }

  return {
    getChannel,

    async createChannel(input) {
      const data = parseInput(channelInputSchema, input);
      const at = new Date(now());
      const secret = newSigningSecret(random);
      const id = newId('chn', now(), random);
      const row = await connection.change(() =>
        prisma.channel.create({
          data: { ...data, id, type: 'webhook', secret, createdAt: at, updatedAt: at },
        }),
      );
      return { channel: toChannel(row), secret };
    },

    async updateChannel(id, input) {
      const data = parseInput(channelInputSchema, input);
      await getChannel(id);
      const row = await connection.change(() =>
        prisma.channel.update({ where: { id }, data: { ...data, updatedAt: new Date(now()) } }),
      );
      return toChannel(row);
    },

    async deleteChannel(id) {
      await getChannel(id);
      const rule = await prisma.rule.findFirst({ where: { channelId: id } });
      if (rule !== null) {
        throw new FaaslensError(
          'conflict',
          `The rule "${rule.name}" sends to this channel: give it another one first`,
        );
      }
      await connection.commit([
        prisma.outbox.updateMany({ where: { channelId: id, status: 'pending' }, data: { status: 'failed' } }),
        prisma.channel.deleteMany({ where: { id } }),
      ]);
    },

    async listChannels() {
      const rows = await prisma.channel.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return rows.map(toChannel);
    },

    async testChannel(id) {
      const channel = await getChannel(id);
      if (!channel.enabled) {
        throw new FaaslensError('conflict', `The channel "${channel.name}" is off: turn it on first`);
      }
      const message = newMessage(
        {
          kind: 'alert.test',
          channelId: id,
          incidentId: null,
          data: {
            channel: { id, name: channel.name },
            message: `Test message of the Faaslens channel "${channel.name}": it works.`,
          },
        },
        now(),
        random,
      );
      await connection.change(() => prisma.outbox.create({ data: message }));
      return { messageId: message.id };
    },
  };
}

export function toChannel(row: ChannelRow): Channel {
  return {
    id: row.id,
    name: row.name,
    type: 'webhook',
    url: row.url,
    enabled: row.enabled,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
