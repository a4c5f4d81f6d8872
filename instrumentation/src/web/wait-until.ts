import { isRecord } from '../value';

/** Keeps the environment awake until the promise settles. */
export type WaitUntil = (work: Promise<unknown>) => void;

/**
 * How this host is asked to stay awake after an answer: by a method of one of the handler's arguments (Netlify, Next.js
 * edge, Cloudflare), by Vercel's request context, or by Supabase's global. `undefined` where nothing of that is there.
 */
export function findWaitUntil(args: readonly unknown[]): WaitUntil | undefined {
  for (const arg of args) {
    const waitUntil = methodOf(arg);
    if (waitUntil) return waitUntil;
  }
  const globals = globalThis as { [VERCEL]?: { get?(): unknown }; EdgeRuntime?: unknown };
  return methodOf(globals[VERCEL]?.get?.()) ?? methodOf(globals.EdgeRuntime);
}

const VERCEL = Symbol.for('@vercel/request-context');

function methodOf(owner: unknown): WaitUntil | undefined {
  if (!isRecord(owner) || typeof owner.waitUntil !== 'function') return undefined;
  const { waitUntil } = owner;
  return (work) => void Reflect.apply(waitUntil, owner, [work]);
}
