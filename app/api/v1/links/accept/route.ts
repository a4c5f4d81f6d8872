import { visitorOf } from '@/app/_queries/request-facts';
import { acceptLink } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';
import { keepSession } from '@/app/api/_http/signed-in';
import { scopeOfRole } from '@/core/settings/scopes';

export const POST = route(acceptLink, async ({ body, facts, headers, services }) => {
  const { token, user } = await services.settings.acceptLink(body, visitorOf(facts));
  keepSession(headers, services, token);
  return { scope: scopeOfRole(user.role) };
});
