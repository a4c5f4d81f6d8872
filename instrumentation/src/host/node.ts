/**
 * What the JavaScript engine offers, for Node.js. The build puts `edge.ts` in its place in entries for engines that
 * have web APIs only; both have the same exports (a test compares them).
 */
import type { AsyncLocalStorage } from 'node:async_hooks';
import { createSocketPosts } from '../export/socket-post';
import { loadedApi } from '../trace/loaded-api';
import { type PostNow, postNow, watchFatalErrors } from './fatal';
import { loadOwn } from './load-own';

export { createSocketPosts as createPosts, loadedApi, loadOwn, type PostNow, postNow, watchFatalErrors };

// Asked for and not imported: an import looks at every export of a module, which costs milliseconds of a cold start.
export const createAsyncStorage = <T>(): AsyncLocalStorage<T> =>
  new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)();
export const format = (...values: readonly unknown[]): string =>
  process.getBuiltinModule('node:util').format(...values);
const { closeSync, openSync, readSync } = process.getBuiltinModule('node:fs');

/** Nanoseconds since a moment of its own, never backwards. */
export const monotonicNow = (): bigint => process.hrtime.bigint();

// One call into the random source feeds many ids; never Math.random, whose state a restored snapshot repeats.
const POOL_BYTES = 8192;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Lower-case hex of so many random bytes. */
export function randomHex(bytes: number): string {
  if (used + bytes > POOL_BYTES) {
    if (!readRandom()) process.getBuiltinModule('node:crypto').randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

/** The kernel's own random source: loading `node:crypto` for it would add 4 ms to a cold start. */
function readRandom(): boolean {
  try {
    const file = openSync('/dev/urandom', 'r');
    const read = readSync(file, pool);
    closeSync(file);
    return read === POOL_BYTES;
  } catch {
    return false;
  }
}

/** Writes to where nobody captures it. */
export const writeError = (line: string): void => void process.stderr.write(line);

/** UTF-8 of `text`, compressed where asked. */
export function encodeBody(text: string, gzip: boolean): Uint8Array {
  return gzip ? process.getBuiltinModule('node:zlib').gzipSync(text) : Buffer.from(text);
}

/** UTF-8 length in bytes. */
export const byteLength = (text: string): number => Buffer.byteLength(text);

/** Ms since the process began; `undefined` where there is no such thing. */
export const sinceProcessStart = (): number | undefined => performance.now();

// The question costs more than all the rest of a fast invocation's end, and the answer only ever grows.
const PEAK_VALID_MS = 100;
let peakMb = 0;
let peakAskedAt = Number.NEGATIVE_INFINITY;

/** The most memory that this process ever held, in MiB, as it was at most 100 ms ago. */
export function peakMemoryMb(): number | undefined {
  const now = performance.now();
  if (now - peakAskedAt >= PEAK_VALID_MS) {
    peakMb = process.resourceUsage().maxRSS / 1024;
    peakAskedAt = now;
  }
  return peakMb;
}

/** The variables of the process. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;

/** Attributes of the resource that the engine knows. */
export const engineAttributes = (): Readonly<Record<string, string>> => ({
  'host.arch': process.arch === 'x64' ? 'amd64' : process.arch,
  'process.runtime.name': 'nodejs',
  'process.runtime.version': process.versions.node,
});
