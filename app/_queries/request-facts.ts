import ipaddr from 'ipaddr.js';
import { FORWARDED_MARK, requestsAreMarked, SENDER_ADDRESS } from '@/core/auth/forwarded-mark';
import { hostName, isLoopbackName } from '@/core/auth/hosts';
import type { RequestFacts } from '@/core/auth/request-facts';

/**
 * The facts of a request from Next. Next adds X-Forwarded-* to every request that has none; headers equal to
 * what it would have added are ignored, unless the request is marked as forwarded by a proxy.
 */
export function requestFacts(method: string, headers: Headers): RequestFacts {
  const own = headers.get(FORWARDED_MARK) === null ? addedByNext(headers) : new Set<string>();
  return {
    method,
    header: (name) => (own.has(name) ? undefined : (headers.get(name) ?? undefined)),
  };
}

function addedByNext(headers: Headers): ReadonlySet<string> {
  const host = headers.get('host') ?? '';
  const proto = headers.get('x-forwarded-proto');
  const port = /:(\d+)$/.exec(host)?.[1] ?? (proto === 'https' ? '443' : '80');
  const sender = hostName(bracketed(headers.get('x-forwarded-for') ?? ''));
  const added = new Set<string>();
  if (headers.get('x-forwarded-host') === host) added.add('x-forwarded-host');
  if (headers.get('x-forwarded-port') === port) added.add('x-forwarded-port');
  if (proto === 'http' || (proto === 'https' && requestsAreMarked())) added.add('x-forwarded-proto');
  if (sender !== null && isLoopbackName(sender)) added.add('x-forwarded-for');
  return added;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

const LONGEST_ADDRESS = 64;

/**
 * The client that signs in: the browser's own description, and its address, taken from the last proxy if
 * there is one. Proxies are trusted only on this machine or in a private network: a client at a public address could otherwise
 * invent a new address for each password that it tries.
 */
export function visitorOf(facts: RequestFacts): { readonly device: string; readonly address: string } {
  const sender = facts.header(SENDER_ADDRESS) ?? '';
  const passedOn = facts.header(FORWARDED_MARK) === '1' && !isPublic(sender);
  const told = passedOn ? facts.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return {
    device: facts.header('user-agent') ?? '',
    address: (told || sender).slice(0, LONGEST_ADDRESS),
  };
}

function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
