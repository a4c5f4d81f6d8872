import type { Config } from '../config';

/** Whether people reach the dashboard by https, so that cookies need it and browsers may be told to insist on it. */
export function isSecure({ publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>): boolean {
  return publicUrl === null ? tls !== null : publicUrl.startsWith('https:');
}
