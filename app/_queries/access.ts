import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isFaaslensError } from '@/core/errors';
import { scopeAllows } from '@/core/settings/scopes';
import type { Scope } from '@/core/settings/settings';
import { allServices } from './door';
import { PATH_HEADER } from './path-header';
import { requestFacts } from './request-facts';

/**
 * Lets a page render only for callers that may read (or, for pages that change settings, edit or administer), and returns the
 * caller's scope; everybody else is redirected to the sign-in page, which leads back. A key with too little scope gets a message
 * there (`need`). Called first in every page and layout that shows data.
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

/** Whether this scope may change rules, channels, prices and triage. */
export function mayEdit(scope: Scope): boolean {
  return scopeAllows(scope, 'edit');
}
