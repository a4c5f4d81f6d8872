import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isFaaslensError } from '@/core/errors';
import { scopeAllows } from '@/core/settings/scopes';
import type { Scope } from '@/core/settings/settings';
import { allServices } from './door';
import { PATH_HEADER } from './path-header';
import { requestFacts } from './request-facts';

/**
 * Lets a page be made only for who may read (or, for pages that change settings, edit or administer), and answers the scope
 * of who asks; everybody else is sent to the sign-in page, which leads back. Who has a key of too little scope is told
 * so there (`need`). Called first in every page and layout that shows data.
 */
export async function requirePageAccess(scope: 'read' | 'edit' | 'admin' = 'read'): Promise<Scope> {
  const given = await headers();
  const { door } = await allServices();
  try {
    return (await door.authorize(requestFacts('GET', given), scope)).scope;
  } catch (error) {
    if (!isFaaslensError(error) || (error.code !== 'unauthenticated' && error.code !== 'forbidden'))
      throw error;
    const next = encodeURIComponent(given.get(PATH_HEADER) ?? '/');
    redirect(`/login?next=${next}${error.code === 'forbidden' ? `&need=${scope}` : ''}`);
  }
}

/** Whether who has this scope may change rules, channels, prices and triage. */
export function mayEdit(scope: Scope): boolean {
  return scopeAllows(scope, 'edit');
}
