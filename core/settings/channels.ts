import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import { channelKindOf } from '../model/channels/registry';
import { channelInputSchema, completeSettings, newChannelInputSchema } from './channel-input';
import { findChannel } from './channel-rows';
import { type ChannelSecrets, channelSecrets } from './channel-secrets';
import { toChannel } from './channel-view';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import type { Sealing } from './sealing';
import { newSigningSecret } from './secrets';
import type { AlertSettings, Channel } from './settings';
import type { Sources } from './sources';

type ChannelSettings = Pick<
  AlertSettings,
  'createChannel' | 'updateChannel' | 'deleteChannel' | 'getChannel' | 'listChannels'
>;

export function createChannelSettings(
  connection: Connection,
  { now, random, sealing }: Sources & { readonly sealing: Sealing },
): ChannelSettings {
  const { prisma } = connection;
  const secrets: ChannelSecrets = channelSecrets(sealing);

  async function view(row: ChannelRow): Promise<Channel> {
    return toChannel(row, await secrets.openOrProblem(row), now());
  }

  const find = (id: string) => findChannel(connection, id);

  async function checkFallback(fallbackId: string | null, ownId: string | null): Promise<void> {
    if (fallbackId === null) return;
    if (fallbackId === ownId) {
      throw new FaaslensError('invalid_input', 'fallbackId: must be another channel');
    }
    if ((await prisma.channel.count({ where: { id: fallbackId } })) === 0) {
      throw new FaaslensError('invalid_input', `fallbackId: there is no channel ${fallbackId}`);
    }
  }

  return {
    async getChannel(id) {
      return view(await find(id));
    },

    async createChannel(input) {
      const { settings, forRulesWithoutChannel, ...data } = parseInput(newChannelInputSchema, input);
      await checkFallback(data.fallbackId, null);
      const entry = channelKindOf(data.type);
      const at = new Date(now());
      const secret = entry.signed ? newSigningSecret(random) : null;
      const id = newId('chn', now(), random);
      const sealed = {
        settings: await secrets.sealSettings(id, completeSettings(entry, settings, {})),
        secret: secret === null ? null : await secrets.sealSigning(id, secret),
      };
      const times = { createdAt: at, updatedAt: at };
      await connection.commit([
        prisma.channel.create({ data: { ...data, ...sealed, ...times, id, failures: 0 } }),
        ...(forRulesWithoutChannel
          ? [prisma.rule.updateMany({ where: { channelId: null }, data: { channelId: id, updatedAt: at } })]
          : []),
      ]);
      return { channel: await view(await find(id)), secret };
    },

    async updateChannel(id, input) {
      const { settings, ...data } = parseInput(channelInputSchema, input);
      const before = await find(id);
      if (before.type !== data.type) {
        throw new FaaslensError('invalid_input', `type: stays ${before.type}; make a new channel instead`);
      }
      await checkFallback(data.fallbackId, id);
      const opened = await secrets.openOrProblem(before);
      const stored = 'problem' in opened ? {} : opened.settings;
      const complete = completeSettings(channelKindOf(data.type), settings, stored);
      const sealed = await secrets.sealSettings(id, complete);
      const row = await connection.change(() =>
        prisma.channel.update({
          where: { id },
          data: {
            ...data,
            settings: sealed,
            // What failed before says nothing about the channel as it is now.
            failures: 0,
            failingSince: null,
            lastError: null,
            updatedAt: new Date(now()),
          },
        }),
      );
      return view(row);
    },

    async deleteChannel(id) {
      await find(id);
      const rule = await prisma.rule.findFirst({ where: { channelId: id } });
      if (rule !== null) {
        throw new FaaslensError(
          'conflict',
          `The rule "${rule.name}" sends to this channel: give it another one first`,
        );
      }
      await connection.commit([
        prisma.outbox.updateMany({ where: { channelId: id, status: 'pending' }, data: { status: 'failed' } }),
        prisma.channel.updateMany({ where: { fallbackId: id }, data: { fallbackId: null } }),
        // Of what its rules once began to tell there, the end has no one to be told to.
        prisma.incident.updateMany({ where: { channelId: id, status: 'firing' }, data: { channelId: null } }),
        prisma.channel.deleteMany({ where: { id } }),
      ]);
    },

    async listChannels() {
      const rows = await prisma.channel.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return Promise.all(rows.map(view));
    },
  };
}
