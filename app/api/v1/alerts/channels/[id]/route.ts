import { mayEdit } from '@/app/_queries/access';
import { toChannelView } from '@/app/_queries/views/channels';
import { deleteChannel, oneChannel, updateChannel } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const GET = route(oneChannel, async ({ params, access, services: { settings } }) =>
  toChannelView(await settings.getChannel(params.id), {
    withAnswer: access !== null && mayEdit(access.scope),
  }),
);

export const PUT = route(
  updateChannel,
  async ({ params, body, services: { settings } }) =>
    toChannelView(await settings.updateChannel(params.id, body), { withAnswer: true }),
  async ({ params, services: { settings } }) =>
    toChannelView(await settings.getChannel(params.id), { withAnswer: true }),
);

export const DELETE = route(deleteChannel, async ({ params, services: { settings } }) => {
  await settings.deleteChannel(params.id);
  return null;
});
