import type { Block } from '../block/block';
import { type EncodedPiece, encodePieceInSteps } from './encoded-piece';
import { MergedContent } from './merge';
import { type PieceLimits, piecesInSteps } from './pieces';

/** A merge in the making: blocks are read, cut and encoded step by step, so that a commit in between waits for one step only. */
export interface MergeJob {
  readonly ids: readonly number[];
  /** Takes the next step, which writes nothing; answers whether it was the last. Throws what `read` throws. */
  advance(): boolean;
  /** What to put in the place of the blocks, after the last step. */
  readonly pieces: readonly EncodedPiece[];
}

const ROWS_AT_ONCE = 200;

export function beginMerge(
  ids: readonly number[],
  read: (id: number) => Block,
  limits: PieceLimits,
): MergeJob {
  const pieces: EncodedPiece[] = [];
  const steps = (function* (): Generator<void, void> {
    const merged = new MergedContent();
    let rows = 0;
    for (const id of ids) {
      rows += merged.add(read(id));
      if (rows < ROWS_AT_ONCE) continue;
      rows = 0;
      yield;
    }
    for (const piece of piecesInSteps(merged.content(), limits)) {
      yield;
      if (piece !== null) pieces.push(yield* encodePieceInSteps(piece));
    }
  })();
  return { ids, pieces, advance: () => steps.next().done === true };
}
