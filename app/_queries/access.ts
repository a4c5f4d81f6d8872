import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isFaaslensError } from '@/core/errors';
import { services } from './door';
import { PATH_HEADER } from './path-header';
import { requestFacts } from './request-facts';

/**
 * Lets a page be made only for who may read (or, for pages that change settings, for an admin); everybody else is
 * sent to the sign-in page, which leads back. Called first in every page and layout that shows data.
 */
export async function requirePageAccess(scope: 'read' | 'admin' = 'read'): Promise<void> {
  const given = await headers();
  const { door } = await services();
  try {
    await door.authorize(requestFacts('GET', given), scope);
  } catch (error) {
    if (!isFaaslensError(error) || (error.code !== 'unauthenticated' && error.code !== 'forbidden'))
      throw error;
    redirect(`/login?next=${encodeURIComponent(given.get(PATH_HEADER) ?? '/')}`);
  }
}
