import ipaddr from 'ipaddr.js';
import type { Config } from '../config';

export type HostConfig = Pick<Config, 'host' | 'publicUrl'>;

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?$/i;

/** The name or address in a `Host` header: lower case, without port and brackets; null when it is invalid. */
export function hostName(header: string | undefined): string | null {
  const name = header === undefined ? undefined : HOST_HEADER.exec(header)?.[1];
  return name ? withoutBrackets(name) : null;
}

/** Whether a name or address means this machine: `localhost`, 127.0.0.0/8, ::1 (also as ::ffff:127.0.0.1). */
export function isLoopbackName(name: string): boolean {
  if (name === 'localhost') return true;
  return isAddress(name) && ipaddr.process(name).range() === 'loopback';
}

/**
 * Whether people reach this Faaslens under the name: a loopback name, the public URL's host, the address it is bound to, and,
 * when bound to all addresses without a public URL, any IP address. A foreign name never is: a page that rebinds its name to
 * our address keeps that name in `Host`, and cannot have an address as its name.
 */
export function isOwnHost(name: string, { host, publicUrl }: HostConfig): boolean {
  if (isLoopbackName(name)) return true;
  if (publicUrl !== null)
    return name === withoutBrackets(new URL(publicUrl).hostname) || name === boundName(host);
  return name === boundName(host) || (isWildcard(host) && isAddress(name));
}

/**
 * Whether a page of this origin may call: it must come from exactly the host and port that it calls. Under the public URL's
 * host, the scheme must match too. `null` (sandboxed frames, files) is never allowed.
 */
export function isOwnOrigin(origin: string, hostHeader: string, { publicUrl }: HostConfig): boolean {
  const page = parseOrigin(origin);
  if (!page) return false;
  const ours = publicUrl === null ? null : new URL(publicUrl);
  if (ours && page.hostname === ours.hostname && !isLoopbackName(withoutBrackets(page.hostname)))
    return page.origin === ours.origin;
  const called = parseOrigin(`${page.protocol}//${hostHeader}`);
  return called !== null && (called.host === page.host || page.origin === ours?.origin);
}

function parseOrigin(text: string): URL | null {
  if (!/^https?:\/\/[^/?#@\\\s]+$/i.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

/** Only the dotted-quad and colon forms: nobody writes `127.1` or `2130706433`. */
function isAddress(name: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(name) || ipaddr.IPv6.isValid(name);
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || withoutBrackets(host) === '::';
}

function boundName(host: string): string | null {
  return isWildcard(host) ? null : withoutBrackets(host);
}

function withoutBrackets(name: string): string {
  return name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
