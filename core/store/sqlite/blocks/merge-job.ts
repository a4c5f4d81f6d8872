import type { Block } from '../block/block';
import { type EncodedPiece, encodePiece } from './encoded-piece';
import { MergedContent } from './merge';
import { type Piece, type PieceLimits, piecesOf } from './pieces';

/** A merge in the making: blocks are read, cut and encoded step by step, so that a commit in between waits for one step only. */
export interface MergeJob {
  readonly ids: readonly number[];
  /** Takes the next step, which writes nothing; answers whether it was the last. Throws what `read` throws. */
  advance(): boolean;
  /** What to put in the place of the blocks, after the last step. */
  readonly pieces: readonly EncodedPiece[];
}

const ROWS_AT_ONCE = 400;

export function beginMerge(
  ids: readonly number[],
  read: (id: number) => Block,
  limits: PieceLimits,
): MergeJob {
  const merged = new MergedContent();
  const pieces: EncodedPiece[] = [];
  let next = 0;
  let cutting: Iterator<Piece> | null = null;
  let cut: Piece | null = null;

  const readSome = (): void => {
    for (let rows = 0; next < ids.length && rows < ROWS_AT_ONCE; next += 1)
      rows += merged.add(read(ids[next] ?? 0));
  };

  return {
    ids,
    pieces,
    advance() {
      if (next < ids.length) readSome();
      else if (cut) {
        pieces.push(encodePiece(cut));
        cut = null;
      } else {
        cutting ??= piecesOf(merged.content(), limits);
        const { done, value } = cutting.next();
        if (done) return true;
        cut = value;
      }
      return false;
    },
  };
}
