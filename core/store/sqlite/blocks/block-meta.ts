import type { TimeRange } from '../../../model/time-range';

/**
 * What the table block_meta says of a block. Times are nanoseconds since the epoch: of spans the earliest and latest
 * START, of logs the earliest and latest time; null when the block has none of that kind.
 */
export interface BlockMeta {
  readonly id: number;
  readonly spans: number;
  readonly logs: number;
  readonly spanT0: bigint | null;
  readonly spanT1: bigint | null;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
  /** Length of the encoded block. */
  readonly bytes: number;
}

/** What a block must have, all of it. */
export interface TokensWanted {
  /** Tokens of `tokens.ts`. */
  readonly tokens: readonly number[];
  /** The same of keys (`BlockTokens.keys`, as of a trace), which are found with far less reading. */
  readonly keys: readonly number[];
}

/**
 * Which blocks are wanted. With `spans`, only blocks with spans whose starts may lie in the range; with `logs`, only
 * blocks with log records whose times may. Give at most one of the two.
 */
export interface BlockQuery extends Partial<TokensWanted> {
  readonly spans?: TimeRange;
  readonly logs?: TimeRange;
}
