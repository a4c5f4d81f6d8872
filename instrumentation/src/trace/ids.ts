import { randomHex } from '../host/node';

function nonZero(bytes: number): string {
  const id = randomHex(bytes);
  return /[1-9a-f]/.test(id) ? id : nonZero(bytes);
}

/** 32 lower-case hex digits, never all zero. */
export const newTraceId = (): string => nonZero(16);

/** 16 lower-case hex digits, never all zero. */
export const newSpanId = (): string => nonZero(8);
