import { encodeInSteps } from '../block/encode';
import { lastOf } from '../block/steps';
import type { Piece } from './pieces';

/** A piece that is encoded: all that becomes of it in the tables of blocks. Its arrays may be handed to another thread. */
export interface EncodedPiece {
  readonly data: Uint8Array;
  readonly spans: number;
  readonly logs: number;
  /** The first and the last start of its spans, and time of its log records; null without any. */
  readonly spanT0: bigint | null;
  readonly spanT1: bigint | null;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
  /** As in `Piece`. */
  readonly size: number;
  readonly tokens: Uint32Array;
  readonly keys: Uint32Array;
}

/** Fewer rows are not worth a call of zlib; they are merged soon. */
const LEAST_TO_COMPRESS = 64;

export function encodePiece(piece: Piece): EncodedPiece {
  return lastOf(encodePieceInSteps(piece));
}

/** The same step by step. */
export function* encodePieceInSteps(piece: Piece): Generator<void, EncodedPiece> {
  const { spans, logs, size, tokens, keys } = piece;
  const [spanT0, spanT1] = rangeOf(spans, ({ startNs }) => startNs);
  const [logT0, logT1] = rangeOf(logs, ({ timeNs }) => timeNs);
  const compress = spans.length + logs.length >= LEAST_TO_COMPRESS;
  return {
    data: yield* encodeInSteps(piece, { compress }),
    spans: spans.length,
    logs: logs.length,
    ...{ spanT0, spanT1, logT0, logT1, size, tokens, keys },
  };
}

function rangeOf<Item>(
  items: readonly Item[],
  timeOf: (item: Item) => bigint,
): [bigint, bigint] | [null, null] {
  const [first] = items;
  if (first === undefined) return [null, null];
  let earliest = timeOf(first);
  let latest = earliest;
  for (const item of items) {
    const time = timeOf(item);
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  return [earliest, latest];
}
