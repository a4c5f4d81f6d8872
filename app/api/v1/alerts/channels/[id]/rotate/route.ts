import { isoTime } from '@/app/_queries/views/time';
import { rotateChannelSecret } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const POST = route(rotateChannelSecret, async ({ params, services: { settings } }) => {
  const { secret, previousValidUntil } = await settings.rotateChannelSecret(params.id);
  return { secret, previousValidUntil: isoTime(previousValidUntil) };
});
