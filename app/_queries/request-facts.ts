import ipaddr from 'ipaddr.js';
import { FORWARDED_MARK, requestsAreMarked, SENDER_ADDRESS } from '@/core/auth/forwarded-mark';
import { hostName, isLoopbackName } from '@/core/auth/hosts';
import type { RequestFacts } from '@/core/auth/request-facts';

/**
 * The facts of a request that Next hands over. Next adds X-Forwarded-* to every request that has none; headers that say
 * exactly what it would have added are left out, unless the request is marked as passed on by a proxy.
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
 * Who signs in: what the browser says of itself, and the address it comes from, which is what the last proxy tells where
 * there is one. A proxy is on this machine or in its network: what somebody from a public address says of others is what
 * he likes, and would give him a new name for each password that he tries.
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
