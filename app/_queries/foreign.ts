import { refuseForeign } from '@/core/auth/browser-rules';
import { type Config, loadConfig } from '@/core/config';
import { isFaaslensError } from '@/core/errors';
import { requestFacts } from './request-facts';

let config: Config | undefined;

/**
 * Why a request for a page is refused because of its Host or Origin; null when it is not. Only so that the answer has
 * the status 403, which a page cannot give: every page asks the door itself.
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
