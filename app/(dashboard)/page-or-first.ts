import { isFaaslensError } from '@/core/errors';

/**
 * The page of a list at a cursor from the URL, and whether it is a later one. The first page when there is no cursor, or
 * one that the list refuses: an old link still opens.
 */
export async function pageOrFirst<Page>(
  cursor: string | undefined,
  load: (at: { readonly cursor?: string }) => Promise<Page>,
): Promise<{ readonly page: Page; readonly later: boolean }> {
  if (cursor === undefined) return { page: await load({}), later: false };
  try {
    return { page: await load({ cursor }), later: true };
  } catch (error) {
    if (!isFaaslensError(error) || error.code !== 'invalid_input') throw error;
    return { page: await load({}), later: false };
  }
}
