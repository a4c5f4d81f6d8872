import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isFaaslensError } from '@/core/errors';
import type { KeyScope } from '@/core/settings/settings';
import { services } from './door';
import { PATH_HEADER } from './path-header';
import { requestFacts } from './request-facts';

/**
 * Lets a page be made only for who may read (or, for pages that change settings, for an admin), and answers the scope
 * of who asks; everybody else is sent to the sign-in page, which leads back. Who has a key of too little scope is told
 * so there (`need`). Called first in every page and layout that shows data.
 */
export async function requirePageAccess(scope: 'read' | 'admin' = 'read'): Promise<KeyScope> {
  const given = await headers();
  const { door } = await services();
  try {
    return (await door.authorize(requestFacts('GET', given), scope)).scope;
  } catch (error) {
    if (!isFaaslensError(error) || (error.code !== 'unauthenticated' && error.code !== 'forbidden'))
      throw error;
    const next = encodeURIComponent(given.get(PATH_HEADER) ?? '/');
    redirect(`/login?next=${next}${error.code === 'forbidden' ? `&need=${scope}` : ''}`);
  }
}
