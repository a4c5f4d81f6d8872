import type { Scope } from '@/core/settings/settings';
import type { Call } from './route';

/** A revoked key stops working within five seconds. */
const CHECK_MS = 4_000;

/** The parts of a call that identify the caller. */
export type Asking = Pick<Call<unknown, unknown, unknown>, 'facts' | 'access' | 'services'>;

/**
 * For long answers: authorizes again, every few seconds at most, and returns whether the rest may be sent as
 * it was begun. It may not if the caller was bound to another environment meanwhile.
 * @throws FaaslensError from the door, for a revoked key or a session that is over
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
