import { FaaslensError } from '../errors';

/**
 * Slows guessing down: after a few wrong passwords for an account from an address, each further try has to wait longer,
 * at most 15 minutes; much later from one address for whatever account, and for one account from wherever. Nobody is locked
 * out for good, and who knows the password gets in from an address that guessed nothing. Kept in memory, bounded.
 */
export interface SignInLimits {
  /** @throws FaaslensError `overloaded` that says when to come again. Counts as wrong until `succeeded`. */
  enter(account: string, address: string): void;
  succeeded(account: string, address: string): void;
}

const FREE_TRIES = { both: 5, account: 50, address: 30 } as const;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGET_MS = 15 * 60_000;
const MOST_KNOWN = 20_000;

interface Tries {
  count: number;
  waitUntil: number;
  lastAt: number;
}

export function createSignInLimits(now: () => number = Date.now): SignInLimits {
  const known = new Map<string, Tries>();
  const names = (account: string, address: string) =>
    [
      ['both', `b ${account.toLowerCase()} ${address}`],
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
      const all = names(account, address).map(([kind, name]) => ({
        free: FREE_TRIES[kind],
        tries: triesOf(name),
      }));
      const until = Math.max(...all.map(({ tries }) => tries.waitUntil));
      if (until > at)
        throw new FaaslensError(
          'overloaded',
          `too many wrong passwords: try again in ${Math.ceil((until - at) / 1000)} s`,
        );
      for (const { free, tries } of all) {
        tries.count += 1;
        tries.lastAt = at;
        if (tries.count < free) continue;
        tries.waitUntil = at + Math.min(FIRST_WAIT_MS * 2 ** (tries.count - free), LONGEST_WAIT_MS);
      }
    },
    succeeded(account, address) {
      for (const [kind, name] of names(account, address)) {
        const tries = known.get(name);
        if (kind === 'both') known.delete(name);
        else if (tries) {
          tries.count -= 1;
          if (tries.count < FREE_TRIES[kind]) tries.waitUntil = 0;
        }
      }
    },
  };
}
