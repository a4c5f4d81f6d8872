import { beginSingleSignOn } from '@/app/api/_contract/single-sign-on';
import { knownProvider } from '@/app/api/_http/known-provider';
import { leadTo } from '@/app/api/_http/lead-to';
import { noteRefusal } from '@/app/api/_http/note-refusal';
import { begin, callbackUrl } from '@/app/api/_http/oidc';
import { pendingCookie } from '@/app/api/_http/pending-cookie';
import { route } from '@/app/api/_http/route';
import { localPath } from '@/app/login/local-path';
import { isSecure } from '@/core/auth/secure';
import { FaaslensError, isFaaslensError } from '@/core/errors';

export const GET = route(
  beginSingleSignOn,
  async ({ query, facts, headers, services: { config, settings } }) => {
    const provider = await settings.openSingleSignOn();
    if (provider === null) throw new FaaslensError('not_found', 'single sign-on is not set up');
    const client = await knownProvider(provider, config).catch((error: unknown) => {
      if (!isFaaslensError(error)) throw error;
      noteRefusal(error);
      return null;
    });
    if (client === null) return leadTo('/login?refused=sso-away', headers);
    const { url, pending } = await begin(client, callbackUrl(config, facts), localPath(query.next));
    headers.append('Set-Cookie', pendingCookie(pending, isSecure(config)));
    return leadTo(url.href, headers);
  },
);
