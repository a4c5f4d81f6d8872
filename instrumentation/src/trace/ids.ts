import { randomFillSync } from 'node:crypto';

// One call into the random source feeds many ids; never Math.random, whose state a restored snapshot repeats.
const POOL_BYTES = 1024;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

function take(bytes: number): string {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

function nonZero(bytes: number): string {
  const id = take(bytes);
  return /[1-9a-f]/.test(id) ? id : nonZero(bytes);
}

/** 32 lower-case hex digits, never all zero. */
export const newTraceId = (): string => nonZero(16);

/** 16 lower-case hex digits, never all zero. */
export const newSpanId = (): string => nonZero(8);
