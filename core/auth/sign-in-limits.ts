import { FaaslensError } from '../errors';

/**
 * Slows guessing down: after a few wrong passwords for an account from an address, each further try has to wait longer,
 * at most 15 minutes; much later from one address for whatever account, and for one account from wherever, there at most a
 * minute. Nobody is locked out by what others guess: who signed in from an address before waits for nothing but his own
 * mistakes there. Kept in memory, bounded.
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
  const homeOf = (account: string, address: string) => `${account.toLowerCase()} ${address}`;
  const names = (account: string, address: string) =>
    [
      ['both', `b ${homeOf(account, address)}`],
      ['account', `n ${account.toLowerCase()}`],
      ['address', `a ${address}`],
    ] as const;

  function triesOf(name: string): Tries {
    const at = now();
    const found = known.get(name);
    const tries = found && at - Math.max(found.lastAt, found.waitUntil) < FORGET_MS ? found : null;
    const kept = tries ?? { count: 0, waitUntil: 0, lastAt: at };
    // Moved to the end: the map forgets who was seen longest ago.
    known.delete(name);
    known.set(name, kept);
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '');
    return kept;
  }

  return {
    enter(account, address) {
      const at = now();
      const isHome = homes.has(homeOf(account, address));
      const all = names(account, address)
        .filter(([kind]) => kind === 'both' || !isHome)
        .map(([kind, name]) => ({
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
      for (const { free, longest, tries } of all) {
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
