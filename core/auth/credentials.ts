import type { RequestFacts } from './request-facts';

/** Where the dashboard keeps the key of a person who signed in. */
export const KEY_COOKIE = 'faaslens_key';

const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/** The secret a request shows: a bearer token before the cookie; null when it shows none. */
export function shownSecret(request: RequestFacts): string | null {
  const bearer = /^bearer +(\S+) *$/i.exec(request.header('authorization') ?? '')?.[1];
  return bearer ?? cookieValue(request.header('cookie') ?? '', KEY_COOKIE);
}

/**
 * The `Set-Cookie` line that keeps a key: out of reach of scripts, never sent by other sites' requests.
 * `secure` when people reach the dashboard by https.
 */
export function keyCookie(secret: string, { secure }: { secure: boolean }): string {
  return cookieLine(encodeURIComponent(secret), LIFETIME_SECONDS, secure);
}

/** The `Set-Cookie` line that forgets the key. */
export function forgottenKeyCookie({ secure }: { secure: boolean }): string {
  return cookieLine('', 0, secure);
}

function cookieLine(value: string, maxAgeSeconds: number, secure: boolean): string {
  const line = `${KEY_COOKIE}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return secure ? `${line}; Secure` : line;
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
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
