import ipaddr from 'ipaddr.js';
import { FaaslensError } from '../errors';

/**
 * Slows guessing down: after a few wrong passwords for an account from an address, each further try has to wait longer,
 * at most 15 minutes; much later from one address for whatever account, and for one account from wherever, there at most a
 * minute. Nobody is locked out by what others guess: who signed in from an address before waits for nothing but his own
 * mistakes there. Addresses of one IPv6 network count as one, for whoever has one has them all. Kept in memory, bounded.
 */
export interface SignInLimits {
  /** @throws FaaslensError `overloaded` that says when to come again. Counts as wrong until `succeeded`. */
  enter(account: string, address: string): void;
  succeeded(account: string, address: string): void;
}

const FREE_TRIES = { both: 5, account: 50, address: 30 } as const;
const FIRST_WAIT_MS = 1000;
/** For an account short: whoever forgot where he signed in before waits for strangers. */
const LONGEST_WAIT_MS = { both: 15 * 60_000, account: 60_000, address: 15 * 60_000 } as const;
const FORGET_MS = 15 * 60_000;
const MOST_KNOWN = 20_000;

interface Tries {
  count: number;
  waitUntil: number;
  lastAt: number;
}

/** `now`: milliseconds of a clock; one that nobody sets unless given. */
export function createSignInLimits(now: () => number = () => performance.now()): SignInLimits {
  const known = new Map<string, Tries>();
  /** Accounts with the addresses that their owners signed in from. */
  const homes = new Set<string>();
  const homeOf = (account: string, address: string) => `${account.toLowerCase()} ${networkOf(address)}`;
  const names = (account: string, address: string) =>
    [
      ['both', `b ${homeOf(account, address)}`],
      ['account', `n ${account.toLowerCase()}`],
      ['address', `a ${networkOf(address)}`],
    ] as const;

  function triesOf(name: string): Tries {
    const at = now();
    const found = known.get(name);
    const isFresh = found !== undefined && at - Math.max(found.lastAt, found.waitUntil) < FORGET_MS;
    return isFresh ? found : { count: 0, waitUntil: 0, lastAt: at };
  }

  /** At the end: the map forgets who was let through longest ago. */
  function keep(name: string, tries: Tries): void {
    known.delete(name);
    known.set(name, tries);
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '');
  }

  return {
    enter(account, address) {
      const at = now();
      const isHome = homes.has(homeOf(account, address));
      const all = names(account, address)
        .filter(([kind]) => kind === 'both' || !isHome)
        .map(([kind, name]) => ({
          name,
          free: FREE_TRIES[kind],
          longest: LONGEST_WAIT_MS[kind],
          tries: triesOf(name),
        }));
      const until = Math.max(...all.map(({ tries }) => tries.waitUntil));
      if (until > at)
        throw new FaaslensError(
          'overloaded',
          `too many wrong passwords: try again in ${Math.ceil((until - at) / 1000)} s`,
        );
      // Who is refused is not kept: it costs nothing to be, and would push out those who wait.
      for (const { name, free, longest, tries } of all) {
        keep(name, tries);
        tries.count += 1;
        tries.lastAt = at;
        if (tries.count < free) continue;
        tries.waitUntil = at + Math.min(FIRST_WAIT_MS * 2 ** (tries.count - free), longest);
      }
    },
    succeeded(account, address) {
      const home = homeOf(account, address);
      const wasHome = homes.delete(home);
      homes.add(home);
      if (homes.size > MOST_KNOWN) homes.delete(homes.keys().next().value ?? '');
      for (const [kind, name] of names(account, address)) {
        const tries = known.get(name);
        if (kind === 'both') known.delete(name);
        else if (tries && !wasHome) {
          tries.count -= 1;
          if (tries.count < FREE_TRIES[kind]) tries.waitUntil = 0;
        }
      }
    },
  };
}

const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/;

/**
 * Whom an address belongs to: of IPv6 its first 64 bits, which is the least that anybody is given. Without the port that
 * some proxies tell, which is another one for each connection.
 */
function networkOf(address: string): string {
  const [, bracketed, dotted] = WITH_PORT.exec(address) ?? [];
  const plain = bracketed ?? dotted ?? address;
  if (!ipaddr.IPv6.isValid(plain)) return plain;
  const parsed = ipaddr.process(plain);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString();
}
