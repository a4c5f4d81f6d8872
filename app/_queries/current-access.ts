import { AsyncLocalStorage } from 'node:async_hooks';
import { headers } from 'next/headers';
import { cache } from 'react';
import type { Access, Door } from '@/core/auth/authorize';
import { requestFacts } from './request-facts';

const KEY = Symbol.for('faaslens.access');
const shared: typeof globalThis & { [KEY]?: AsyncLocalStorage<Access> } = globalThis;
shared[KEY] ??= new AsyncLocalStorage<Access>();
/** One for the process, whichever of Next's bundles asks. */
const calls = shared[KEY];

/** Runs the handler of a call that the door let through: every question below it is asked for this access. */
export function asAccess<Result>(access: Access, handle: () => Promise<Result>): Promise<Result> {
  return calls.run(access, handle);
}

/**
 * The same function, bound to who asks now: for what a stream calls later, when its reader takes the next piece and no call
 * is being handled any more.
 */
export function keepAccess<Args extends unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  return AsyncLocalStorage.bind(work);
}

/**
 * Who asks: the call of the API that is being handled, else the request that a page is made for, which the door checks
 * once. Outside of both it throws: nothing is read for nobody.
 */
export async function currentAccess(door: Door): Promise<Access> {
  return calls.getStore() ?? pageAccess(door);
}

const pageAccess = cache(
  async (door: Door): Promise<Access> => door.authorize(requestFacts('GET', await headers()), 'read'),
);
