import { cookieLine, cookieValue } from '@/core/auth/credentials';
import type { RequestFacts } from '@/core/auth/request-facts';
import type { Pending } from './oidc';

const NAME = 'faaslens_sso';
const SECONDS = 600;

/**
 * Keeps the state of a sign-in in the browser that began it: somebody lured to a callback has no such cookie. It
 * holds nothing that is secret from its owner.
 */
export function pendingCookie(pending: Pending, secure: boolean): string {
  return cookieLine(name(secure), JSON.stringify(pending), { maxAge: SECONDS, sameSite: 'Lax', secure });
}

export function forgottenPendingCookie(secure: boolean): string {
  return cookieLine(name(secure), '', { maxAge: 0, sameSite: 'Lax', secure });
}

export function pendingOf(facts: RequestFacts, secure: boolean): Pending | null {
  try {
    const { state, nonce, verifier, next } = JSON.parse(cookieValue(facts, name(secure)) ?? 'null') ?? {};
    const isWhole = [state, nonce, verifier, next].every((text) => typeof text === 'string' && text !== '');
    return isWhole ? { state, nonce, verifier, next } : null;
  } catch {
    return null;
  }
}

const name = (secure: boolean) => (secure ? `__Host-${NAME}` : NAME);
