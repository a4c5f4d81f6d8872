import { toKeyView } from '@/app/_queries/views/settings';
import { rotateKey } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';

export const POST = route(rotateKey, async ({ params, body, services: { settings } }) => {
  const { key, secret, old } = await settings.rotateKey(params.id, body);
  return { key: toKeyView(key), secret, oldValidUntil: toKeyView(old).expiresAt };
});
