import type { CallsTo } from '../../../model/costs/own-calls';
import { DurationHistogram } from '../../../model/histogram';
import { pushVarint } from '../../../model/varint';
import type { DependencyNo } from './dependency-table';

/** The calls of an invocation to one dependency, as its row keeps them. */
export interface StoredCalls {
  /** Number of the dependency (dependency-table.ts). */
  readonly no: number;
  readonly errors: number;
  /** As `DurationHistogram.toBytes`; so it also tells how many calls there were. */
  readonly durations: Uint8Array;
}

const histogram = new DurationHistogram();

/** Per dependency, by number: its number, errors and the length of the histogram as varints, then the histogram; null without calls. */
export function encodeCalls(
  calls: readonly CallsTo[],
  functionId: string,
  noOf: DependencyNo,
): Buffer | null {
  if (calls.length === 0) return null;
  const bytes: number[] = [];
  for (const [no, own] of byNumber(calls, functionId, noOf)) {
    histogram.clear();
    let errors = 0;
    for (const to of own) {
      for (const ns of to.durationsNs) histogram.record(ns);
      errors += to.errors;
    }
    const durations = histogram.toBytes();
    pushVarint(bytes, no);
    pushVarint(bytes, errors);
    pushVarint(bytes, durations.length);
    for (const byte of durations) bytes.push(byte);
  }
  return Buffer.from(bytes);
}

/** Several names have one number when a function has too many dependencies. */
function byNumber(
  calls: readonly CallsTo[],
  functionId: string,
  noOf: DependencyNo,
): readonly (readonly [number, readonly CallsTo[]])[] {
  const byNo = new Map<number, CallsTo[]>();
  for (const to of calls) {
    const no = noOf(functionId, to.dependency, to.kind);
    const others = byNo.get(no);
    if (others) others.push(to);
    else byNo.set(no, [to]);
  }
  return [...byNo].sort(([a], [b]) => a - b);
}

export function decodeCalls(stored: Uint8Array | null): readonly StoredCalls[] {
  if (stored === null) return NO_CALLS;
  const calls: StoredCalls[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = stored[at++];
      if (byte === undefined) throw new RangeError('calls end within a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < stored.length) {
    const no = number();
    const errors = number();
    const length = number();
    calls.push({ no, errors, durations: stored.subarray(at, at + length) });
    at += length;
  }
  return calls;
}

const NO_CALLS: readonly StoredCalls[] = [];
