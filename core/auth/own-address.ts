import type { Config } from '../config';
import { isSecure } from './secure';

type Addressed = Pick<Config, 'publicUrl' | 'tls' | 'host' | 'port'>;

/**
 * Where people reach the dashboard: the public URL, else the host they called (`hostHeader`, already checked by the door), else
 * the address that it listens on.
 */
export function addressOf(config: Addressed, hostHeader?: string): string {
  const { publicUrl, host, port } = config;
  if (publicUrl !== null) return publicUrl;
  const scheme = isSecure(config) ? 'https' : 'http';
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${scheme}://${hostHeader ?? `${name.includes(':') ? `[${name}]` : name}:${port}`}`;
}

/** The page that accepts a link's token. The token follows `#`, so that no server, log or referrer ever sees it. */
export function linkUrl(address: string, token: string): string {
  return `${address}/welcome#${token}`;
}
