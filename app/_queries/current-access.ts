import { AsyncLocalStorage } from 'node:async_hooks';
import { headers } from 'next/headers';
import { cache } from 'react';
import type { Access, Door } from '@/core/auth/authorize';
import { requestFacts } from './request-facts';

const KEY = Symbol.for('faaslens.access');
const shared: typeof globalThis & { [KEY]?: AsyncLocalStorage<Access> } = globalThis;
shared[KEY] ??= new AsyncLocalStorage<Access>();
/** One per process, shared by all of Next's bundles. */
const calls = shared[KEY];

/** Runs the handler of an authorized API call: every query below it runs with this access. */
export function asAccess<Result>(access: Access, handle: () => Promise<Result>): Promise<Result> {
  return calls.run(access, handle);
}

/**
 * The same function, bound to the current access: for what a stream calls later, when its reader takes the next piece and no
 * call is being handled any more.
 */
export function keepAccess<Args extends unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  return AsyncLocalStorage.bind(work);
}

/**
 * The current access: of the API call being handled, or else of the request for a page, which the door checks
 * once. Throws outside of both: every read has a caller.
 */
export async function currentAccess(door: Door): Promise<Access> {
  return calls.getStore() ?? pageAccess(door);
}

const pageAccess = cache(
  async (door: Door): Promise<Access> => door.authorize(requestFacts('GET', await headers()), 'read'),
);
