import type { Scope } from '@/core/settings/settings';
import type { Call } from './route';

/** A revoked key works no longer than five seconds. */
const CHECK_MS = 4_000;

/** What of a call says who asks. */
export type Asking = Pick<Call<unknown, unknown, unknown>, 'facts' | 'access' | 'services'>;

/**
 * For answers that take long: asks the door again, every few seconds at most, and answers whether the rest may be sent as
 * it was begun. It may not to who was bound to another environment meanwhile.
 * @throws FaaslensError as the door does, by what is answered: for a key that was revoked, a session that is over
 */
export function stillAllowed({ facts, access, services }: Asking, scope: Scope): () => Promise<boolean> {
  const environment = access?.environment ?? null;
  let checkedAt = performance.now();
  return async () => {
    const now = performance.now();
    if (now - checkedAt <= CHECK_MS) return true;
    checkedAt = now;
    return (await services.door.authorize(facts, scope)).environment === environment;
  };
}
