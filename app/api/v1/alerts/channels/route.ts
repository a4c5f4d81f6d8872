import { toChannelView } from '@/app/_queries/views/settings';
import { createChannel, listChannels } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(listChannels, async ({ access, services: { settings } }) => {
  const withAddress = access?.scope === 'admin';
  const channels = await settings.listChannels();
  return { items: channels.map((channel) => toChannelView(channel, { withAddress })), nextCursor: null };
});

export const POST = route(createChannel, async ({ body, services: { settings } }) => {
  const { channel, secret } = await settings.createChannel(body);
  return { channel: toChannelView(channel, { withAddress: true }), secret };
});
