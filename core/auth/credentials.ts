import type { RequestFacts } from './request-facts';

/** The cookie with the key of a person who signed in with one. */
export const KEY_COOKIE = 'faaslens_key';
const SESSION_COOKIE = 'faaslens_session';

const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/** The key that a request carries: a bearer token, else the cookie; null without either. */
export function shownSecret(request: RequestFacts): string | null {
  return bearerOf(request) ?? cookieValue(request, KEY_COOKIE);
}

/** The session token that a request carries; null if none, or if there is a bearer token, which takes precedence. */
export function shownSession(request: RequestFacts, secure: boolean): string | null {
  return bearerOf(request) === null ? cookieValue(request, sessionCookieName(secure)) : null;
}

/**
 * The `Set-Cookie` line that stores a key: invisible to scripts, never sent with other sites' requests. `secure` when people
 * reach the dashboard by https.
 */
export function keyCookie(secret: string, { secure }: { secure: boolean }): string {
  return cookieLine(KEY_COOKIE, secret, { maxAge: LIFETIME_SECONDS, sameSite: 'Strict', secure });
}

/** The `Set-Cookie` line that deletes the key. */
export function forgottenKeyCookie({ secure }: { secure: boolean }): string {
  return cookieLine(KEY_COOKIE, '', { maxAge: 0, sameSite: 'Strict', secure });
}

/**
 * The `Set-Cookie` line that stores a session. The cookie is sent when somebody follows a link from elsewhere, such as an alert
 * message, but not with other sites' other requests. With https, its name keeps other hosts of the domain from setting it.
 */
export function sessionCookie(token: string, { secure }: { secure: boolean }): string {
  return cookieLine(sessionCookieName(secure), token, { maxAge: LIFETIME_SECONDS, sameSite: 'Lax', secure });
}

export function forgottenSessionCookie({ secure }: { secure: boolean }): string {
  return cookieLine(sessionCookieName(secure), '', { maxAge: 0, sameSite: 'Lax', secure });
}

/** One cookie as a `Set-Cookie` line, for the whole site, never for scripts. */
export function cookieLine(
  name: string,
  value: string,
  given: { maxAge: number; sameSite: 'Strict' | 'Lax'; secure: boolean },
): string {
  const { maxAge, sameSite, secure } = given;
  const line = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=${sameSite}`;
  return secure ? `${line}; Secure` : line;
}

export function cookieValue(request: RequestFacts, name: string): string | null {
  for (const pair of (request.header('cookie') ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator < 0 || pair.slice(0, separator).trim() !== name) continue;
    const value = pair.slice(separator + 1).trim();
    try {
      return decodeURIComponent(value) || null;
    } catch {
      return null;
    }
  }
  return null;
}

function bearerOf(request: RequestFacts): string | null {
  return /^bearer +(\S+) *$/i.exec(request.header('authorization') ?? '')?.[1] ?? null;
}

function sessionCookieName(secure: boolean): string {
  return secure ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
}
