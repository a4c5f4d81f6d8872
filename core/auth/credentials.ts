import type { RequestFacts } from './request-facts';

/** Where the dashboard keeps the key of a person who signed in with one. */
export const KEY_COOKIE = 'faaslens_key';
const SESSION_COOKIE = 'faaslens_session';

const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/** The key a request shows: a bearer token before the cookie; null when it shows none. */
export function shownSecret(request: RequestFacts): string | null {
  return bearerOf(request) ?? cookieValue(request, KEY_COOKIE);
}

/** The session's token a request shows; null when it shows none, and beside a bearer token, which goes first. */
export function shownSession(request: RequestFacts, secure: boolean): string | null {
  return bearerOf(request) === null ? cookieValue(request, sessionCookieName(secure)) : null;
}

/**
 * The `Set-Cookie` line that keeps a key: out of reach of scripts, never sent by other sites' requests.
 * `secure` when people reach the dashboard by https.
 */
export function keyCookie(secret: string, { secure }: { secure: boolean }): string {
  return cookieLine(KEY_COOKIE, secret, { maxAge: LIFETIME_SECONDS, sameSite: 'Strict', secure });
}

/** The `Set-Cookie` line that forgets the key. */
export function forgottenKeyCookie({ secure }: { secure: boolean }): string {
  return cookieLine(KEY_COOKIE, '', { maxAge: 0, sameSite: 'Strict', secure });
}

/**
 * The line that keeps a session. It comes along when somebody follows a link from elsewhere, as a message of an alert;
 * other sites' other requests are without it. Behind https its name keeps other hosts of the domain from setting it.
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
