import type { Services } from '@/app/_queries/door';
import {
  forgottenKeyCookie,
  forgottenSessionCookie,
  keyCookie,
  sessionCookie,
} from '@/core/auth/credentials';
import { isSecure } from '@/core/auth/secure';

/** Puts a session into the browser, and takes a key out of it that was there before. */
export function keepSession(headers: Headers, { config }: Services, token: string): void {
  const how = { secure: isSecure(config) };
  headers.append('Set-Cookie', forgottenKeyCookie(how));
  headers.append('Set-Cookie', sessionCookie(token, how));
}

/** Puts a key into the browser, and takes a session out of it. */
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
