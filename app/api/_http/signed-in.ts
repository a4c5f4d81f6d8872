import type { Services } from '@/app/_queries/door';
import {
  forgottenKeyCookie,
  forgottenSessionCookie,
  keyCookie,
  sessionCookie,
} from '@/core/auth/credentials';
import { isSecure } from '@/core/auth/secure';

/** Stores a session in the browser, and removes an earlier key. */
export function keepSession(headers: Headers, { config }: Services, token: string): void {
  const how = { secure: isSecure(config) };
  headers.append('Set-Cookie', forgottenKeyCookie(how));
  headers.append('Set-Cookie', sessionCookie(token, how));
}

/** Stores a key in the browser, and removes an earlier session. */
export function keepKey(headers: Headers, { config }: Services, secret: string): void {
  const how = { secure: isSecure(config) };
  headers.append('Set-Cookie', forgottenSessionCookie(how));
  headers.append('Set-Cookie', keyCookie(secret, how));
}

export function forgetBoth(headers: Headers, { config }: Services): void {
  const how = { secure: isSecure(config) };
  headers.append('Set-Cookie', forgottenKeyCookie(how));
  headers.append('Set-Cookie', forgottenSessionCookie(how));
}
