import type { Config } from '../config';

/** Whether people reach the dashboard by https, so that cookies require it and HSTS may be sent. */
export function isSecure({ publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>): boolean {
  return publicUrl === null ? tls !== null : publicUrl.startsWith('https:');
}
