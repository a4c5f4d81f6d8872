import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Ranges of a private network, reachable only when the operator allows it. */
const PRIVATE_RANGES: readonly string[] = ['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'];

/** Where clouds hand out credentials, beyond the link-local 169.254.0.0/16: never reached, whatever is allowed. */
const METADATA_ADDRESSES: readonly string[] = ['fd00:ec2::254', '100.100.100.200', '168.63.129.16'];

/** Ports of services that could take a request for a command of theirs. */
const REFUSED_PORTS: readonly number[] = [3306, 5432, 6379, 11211, 27017];

/** Resolves a name to all its addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * Why a channel may not connect to this address, or null when it may. Everything that is not plain public unicast is
 * refused: an IPv6 form that carries an IPv4 address counts as the address it carries.
 */
export function refusedAddress(address: string, allowPrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return `${address} is not an address`;
  const parsed = ipaddr.process(address);
  const text = parsed.toString();
  if (METADATA_ADDRESSES.some((metadata) => ipaddr.process(metadata).toString() === text)) {
    return `${text} serves cloud credentials`;
  }
  const range: string = parsed.range();
  const isGlobal = parsed instanceof ipaddr.IPv4 || parsed.match(ipaddr.IPv6.parseCIDR('2000::/3'));
  if (range === 'unicast' && isGlobal) return null;
  if (!PRIVATE_RANGES.includes(range)) return `${text} is not a public address`;
  return allowPrivate ? null : `${text} is a private address (FAASLENS_ALLOW_PRIVATE_WEBHOOKS=1 allows them)`;
}

/** Why the URL may not be called, before any name is resolved; null when nothing speaks against it. */
export function refusedUrl(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only http and https are called';
  if (url.username !== '' || url.password !== '') return 'an address with user or password is not called';
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (!mayUsePort(port, [80, 443])) return `port ${port} is not one of a web server`;
  return refusedHost(url.hostname.replace(/^\[|\]$/g, ''), allowPrivate);
}

/** Why the mail server may not be called, before its name is resolved; null when nothing speaks against it. */
export function refusedMailServer(host: string, port: number, allowPrivate: boolean): string | null {
  if (!mayUsePort(port, [25, 465, 587])) return `port ${port} is not one of a mail server`;
  return refusedHost(host, allowPrivate);
}

function mayUsePort(port: number, usual: readonly number[]): boolean {
  return usual.includes(port) || (port >= 1024 && !REFUSED_PORTS.includes(port));
}

/** A host that is an address is not looked up, so it is checked here. */
function refusedHost(host: string, allowPrivate: boolean): string | null {
  return isIP(host) === 0 ? null : refusedAddress(host, allowPrivate);
}

/** What stands in the error when an address was refused; never more than the address itself. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

/**
 * The lookup of a socket that connects only to permitted addresses: the ones it checks are the ones it hands over, so
 * no second answer can differ. One forbidden address among several refuses the name.
 */
export function guardedLookup(allowPrivate: boolean, resolve: Resolve = resolveBySystem): LookupFunction {
  return (hostname: string, options: LookupOptions, callback) => {
    resolve(hostname)
      .then((addresses) => {
        for (const { address } of addresses) {
          const reason = refusedAddress(address, allowPrivate);
          if (reason !== null) throw new RefusedAddressError(reason);
        }
        const first = addresses[0];
        if (first === undefined) throw new Error(`${hostname} has no address`);
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, ''));
  };
}

function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((done, fail) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  });
}
