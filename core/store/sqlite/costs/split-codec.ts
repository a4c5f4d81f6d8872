import { COST_LINES, type CostLine, type CostSplit } from '../../../model/costs/cost-split';
import { pushVarint } from '../../../model/varint';

/** A stored split: its parts but for the work, which is what is left of the cost. */
export interface StoredSplit {
  readonly lines: Readonly<Record<StoredLine, bigint>>;
  readonly waiting: readonly StoredWaiting[];
  readonly isRetry: boolean;
}

export interface StoredWaiting {
  /** Number of the dependency (dependency-table.ts). */
  readonly no: bigint;
  readonly waitedNs: bigint;
  readonly cost: bigint;
}

export type StoredLine = Exclude<CostLine, 'work'>;

/** Position = the bit in the first byte of a stored split; so they may only ever grow at the end. */
const ENCODED = ['request', 'init', 'telemetry', 'untraced'] as const satisfies readonly CostLine[];
const RETRY = 1 << ENCODED.length;

/** `noOf` answers the number of a dependency. */
export function encodeSplit(split: CostSplit, noOf: (dependency: string) => number): Buffer {
  let flags = split.isRetry ? RETRY : 0;
  const values: bigint[] = [];
  ENCODED.forEach((line, bit) => {
    if (split.lines[line] === 0n) return;
    flags |= 1 << bit;
    values.push(split.lines[line]);
  });
  for (const { dependency, waitedNs, cost } of split.waiting) {
    values.push(BigInt(noOf(dependency)), BigInt(waitedNs), cost);
  }
  const bytes = [flags];
  for (const value of values) pushInteger(bytes, value);
  return Buffer.from(bytes);
}

export function decodeSplit(stored: Uint8Array): StoredSplit {
  const [flags = 0] = stored;
  const values = integers(stored, 1);
  let at = 0;
  const next = (): bigint => values[at++] ?? 0n;
  const lines: Record<StoredLine, bigint> = {
    waiting: 0n,
    request: 0n,
    init: 0n,
    telemetry: 0n,
    untraced: 0n,
  };
  ENCODED.forEach((line, bit) => {
    if ((flags & (1 << bit)) !== 0) lines[line] = next();
  });
  const waiting: StoredWaiting[] = [];
  while (at < values.length) {
    const wait = { no: next(), waitedNs: next(), cost: next() };
    waiting.push(wait);
    lines.waiting += wait.cost;
  }
  return { lines, waiting, isRetry: (flags & RETRY) !== 0 };
}

/** The stored split of an invocation; null without a cost. */
export function splitOf({ cost_split }: { readonly cost_split: Buffer | null }): StoredSplit | null {
  return cost_split === null ? null : decodeSplit(cost_split);
}

/** The split as it was before it was stored; `nameOf` answers what a dependency is called. */
export function toCostSplit(
  { lines, waiting, isRetry }: StoredSplit,
  cost: bigint,
  nameOf: (no: bigint) => string,
): CostSplit {
  const others = COST_LINES.reduce((sum, line) => (line === 'work' ? sum : sum + lines[line]), 0n);
  return {
    lines: { ...lines, work: cost - others },
    waiting: waiting
      .map(({ no, waitedNs, cost }) => ({ dependency: nameOf(no), waitedNs: Number(waitedNs), cost }))
      .sort((a, b) => (a.dependency < b.dependency ? -1 : 1)),
    isRetry,
  };
}

/** Nearly all fit the arithmetic of numbers, which is many times faster. */
function pushInteger(bytes: number[], value: bigint): void {
  if (value >= 0n && value <= MOST_EXACT) {
    pushVarint(bytes, Number(value));
    return;
  }
  let left = BigInt.asUintN(64, value);
  while (left > 0x7fn) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  bytes.push(Number(left));
}

function integers(bytes: Uint8Array, from: number): bigint[] {
  const values: bigint[] = [];
  let low = 0;
  let high = 0n;
  let digits = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (digits < DIGITS_OF_LOW) low += (byte & 0x7f) * 2 ** (7 * digits);
    else high |= BigInt(byte & 0x7f) << BigInt(7 * digits);
    digits += 1;
    if (byte > 0x7f) continue;
    values.push(high === 0n ? BigInt(low) : BigInt.asIntN(64, high | BigInt(low)));
    low = 0;
    high = 0n;
    digits = 0;
  }
  return values;
}

const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const DIGITS_OF_LOW = 7;
