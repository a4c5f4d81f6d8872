import { mayEdit } from '@/app/_queries/access';
import { toChannelView } from '@/app/_queries/views/channels';
import { createChannel, listChannels } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const GET = route(listChannels, async ({ access, services: { settings } }) => {
  const withAnswer = access !== null && mayEdit(access.scope);
  const channels = await settings.listChannels();
  return { items: channels.map((channel) => toChannelView(channel, { withAnswer })), nextCursor: null };
});

export const POST = route(createChannel, async ({ body, services: { settings } }) => {
  const { channel, secret } = await settings.createChannel(body);
  return { channel: toChannelView(channel, { withAnswer: true }), secret };
});
