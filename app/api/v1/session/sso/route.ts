import { beginSingleSignOn } from '@/app/api/_contract/single-sign-on';
import { begin, callbackUrl, discover } from '@/app/api/_http/oidc';
import { pendingCookie } from '@/app/api/_http/pending-cookie';
import { route } from '@/app/api/_http/route';
import { localPath } from '@/app/login/local-path';
import { isSecure } from '@/core/auth/secure';
import { FaaslensError } from '@/core/errors';

export const GET = route(
  beginSingleSignOn,
  async ({ query, facts, headers, services: { config, settings } }) => {
    const provider = await settings.openSingleSignOn();
    if (provider === null) throw new FaaslensError('not_found', 'single sign-on is not set up');
    const client = await discover(provider, config);
    const { url, pending } = await begin(client, callbackUrl(config, facts), localPath(query.next));
    headers.append('Set-Cookie', pendingCookie(pending, isSecure(config)));
    headers.set('Location', url.href);
    return new Response(null, { status: 303, headers });
  },
);
