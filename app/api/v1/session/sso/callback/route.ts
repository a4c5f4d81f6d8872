import { visitorOf } from '@/app/_queries/request-facts';
import { finishSingleSignOn } from '@/app/api/_contract/single-sign-on';
import { knownProvider } from '@/app/api/_http/known-provider';
import { leadTo } from '@/app/api/_http/lead-to';
import { noteRefusal } from '@/app/api/_http/note-refusal';
import { callbackUrl, finish } from '@/app/api/_http/oidc';
import { forgottenPendingCookie, pendingOf } from '@/app/api/_http/pending-cookie';
import { route } from '@/app/api/_http/route';
import { keepSession } from '@/app/api/_http/signed-in';
import { localPath } from '@/app/login/local-path';
import { isSecure } from '@/core/auth/secure';
import { isFaaslensError } from '@/core/errors';

/** The reason for a refusal, as passed to the sign-in page. */
const WHY: Readonly<Record<string, string>> = { forbidden: 'sso-unknown', overloaded: 'sso-often' };

/** The browser shows the result: refusals redirect to the sign-in page, which explains them. */
export const GET = route(finishSingleSignOn, async ({ facts, headers, request, services }) => {
  const { config, settings, signInLimits } = services;
  const secure = isSecure(config);
  headers.append('Set-Cookie', forgottenPendingCookie(secure));
  const pending = pendingOf(facts, secure);
  const provider = await settings.openSingleSignOn();
  if (pending === null || provider === null) return leadTo('/login?refused=sso-expired', headers);
  const visitor = visitorOf(facts);
  // Per address: nobody is delayed by what others make up.
  const account = `by provider from ${visitor.address}`;
  let isVouchedFor = true;
  try {
    // Each one is a query to the provider.
    signInLimits.enter(account, visitor.address);
    const came = new URL(callbackUrl(config, facts));
    came.search = new URL(request.url).search;
    const identity = await finish(await knownProvider(provider, config), came, pending);
    isVouchedFor = identity.emailVerified;
    const { token } = await settings.signInAs(identity, visitor);
    signInLimits.succeeded(account, visitor.address);
    keepSession(headers, services, token);
    return leadTo(localPath(pending.next), headers);
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    noteRefusal(error);
    const why = error.code === 'forbidden' && !isVouchedFor ? 'sso-unverified' : WHY[error.code];
    return leadTo(`/login?refused=${why ?? 'sso-failed'}`, headers);
  }
});
