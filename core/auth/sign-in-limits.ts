import ipaddr from 'ipaddr.js';
import { FaaslensError } from '../errors';

/**
 * Slows down password guessing. After a few wrong passwords for one account from one address, each further attempt must wait
 * longer, up to 15 minutes; the same holds, after many more, for one address with any accounts, and for one account from
 * anywhere, the latter up to a minute. Other people's guesses lock nobody out: from an address with an earlier successful
 * sign-in, only one's own mistakes count. IPv6 addresses count by network, because whoever has one has all of it. In memory,
 * bounded.
 */
export interface SignInLimits {
  /** @throws FaaslensError `overloaded` that says when to try again. Counts as wrong until `succeeded`. */
  enter(account: string, address: string): void;
  succeeded(account: string, address: string): void;
}

const FREE_TRIES = { both: 5, account: 50, address: 30 } as const;
const FIRST_WAIT_MS = 1000;
/** Short for an account: someone at a new address would otherwise wait because of strangers. */
const LONGEST_WAIT_MS = { both: 15 * 60_000, account: 60_000, address: 15 * 60_000 } as const;
const FORGET_MS = 15 * 60_000;
const MOST_KNOWN = 20_000;

interface Tries {
  count: number;
  waitUntil: number;
  lastAt: number;
}

/** `now`: milliseconds of a clock; monotonic by default. */
export function createSignInLimits(now: () => number = () => performance.now()): SignInLimits {
  const known = new Map<string, Tries>();
  /** Accounts, each with the addresses from which its owner has signed in. */
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

  /** Moves it to the end: the map drops the oldest entries first. */
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
      // Refused attempts are not recorded: they would push out the entries that matter.
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
 * The network of an address: for IPv6 its first 64 bits, the smallest allocation. Without the port that some proxies add, which
 * differs for each connection.
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
