import { isRecord } from '../value';

/** Keeps the environment awake until the promise settles. */
export type WaitUntil = (work: Promise<unknown>) => void;

/**
 * How this host is asked to stay awake after an answer: by a method of one of the handler's arguments (Netlify, Next.js
 * edge, Cloudflare), by the request context of Vercel or Next.js, or by Supabase's global. `undefined` where nothing of
 * that is there.
 */
export function findWaitUntil(args: readonly unknown[]): WaitUntil | undefined {
  for (const arg of args) {
    const waitUntil = methodOf(arg);
    if (waitUntil) return waitUntil;
  }
  const globals = globalThis as Partial<Record<symbol, { get?(): unknown }>> & { EdgeRuntime?: unknown };
  return (
    methodOf(globals[VERCEL_CONTEXT]?.get?.()) ??
    methodOf(globals[NEXT]?.get?.()) ??
    methodOf(globals.EdgeRuntime)
  );
}

/** Where Vercel, and nobody else, puts the context of a request. */
export const VERCEL_CONTEXT = Symbol.for('@vercel/request-context');
const NEXT = Symbol.for('@next/request-context');

function methodOf(owner: unknown): WaitUntil | undefined {
  if (!isRecord(owner) || typeof owner.waitUntil !== 'function') return undefined;
  const { waitUntil } = owner;
  return (work) => void Reflect.apply(waitUntil, owner, [work]);
}
