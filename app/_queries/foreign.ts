import { refuseForeign } from '@/core/auth/browser-rules';
import { type Config, loadConfig } from '@/core/config';
import { isFaaslensError } from '@/core/errors';
import { requestFacts } from './request-facts';

let config: Config | undefined;

/**
 * Why a request for a page is refused because of its Host or Origin; null if it is not. It exists only to answer with
 * status 403, which a page cannot set: every page passes the door itself.
 */
export function foreignRefusal(method: string, headers: Headers): string | null {
  config ??= loadConfig();
  try {
    refuseForeign(requestFacts(method, headers), 'read', config);
    return null;
  } catch (error) {
    if (isFaaslensError(error)) return error.message;
    throw error;
  }
}
