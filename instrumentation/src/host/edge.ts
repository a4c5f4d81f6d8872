/** What the JavaScript engine offers, for engines with web APIs and `node:async_hooks`: workerd, Deno, Bun. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createFetchPost } from '../export/fetch-post';
import type { PostNow } from './fatal';

export type { PostNow };

export const createAsyncStorage = <T>(): AsyncLocalStorage<T> => new AsyncLocalStorage();

export const createPosts = () => createFetchPost;

export function format(...values: readonly unknown[]): string {
  return values.map(formatValue).join(' ');
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  try {
    return (typeof value === 'object' && JSON.stringify(value)) || String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

// Whole microseconds: some engines give epoch milliseconds here, which a double holds to about that.
export const monotonicNow = (): bigint => BigInt(Math.round(performance.now() * 1000)) * 1000n;

export function randomHex(bytes: number): string {
  let hex = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(bytes))) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

// Before capture replaces them, so that our own words are not captured.
const print = console.warn;

export const writeError = (line: string): void => print.call(console, line.trimEnd());

/** Never compressed: the engines' streams would cost more than the bytes. */
export const encodeBody = (text: string, _gzip: boolean): Uint8Array => new TextEncoder().encode(text);

export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

export const sinceProcessStart = (): number | undefined => undefined;

export const peakMemoryMb = (): number | undefined => undefined;

interface MaybeProcess {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

export const processEnvironment = (): Readonly<Record<string, string | undefined>> =>
  (globalThis as MaybeProcess).process?.env ?? {};

interface MaybeNavigator {
  readonly navigator?: { readonly userAgent?: string };
}

export function engineAttributes(): Readonly<Record<string, string>> {
  const name = (globalThis as MaybeNavigator).navigator?.userAgent;
  return name === undefined ? {} : { 'process.runtime.name': name };
}

export const loadedApi = (): typeof import('@opentelemetry/api') | undefined => undefined;

/** Edge functions are bundles: what they do not import is not there. */
export const loadOwn = (_path: string): void => {};

/** An engine without a process has no errors that end it. */
export const watchFatalErrors =
  (_tell: (error: unknown, isEnd: boolean) => void): (() => void) =>
  () => {};

export const postNow = (_requests: readonly PostNow[], _timeoutMs: number): void => {};
