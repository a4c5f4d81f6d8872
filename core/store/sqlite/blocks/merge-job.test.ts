import { expect, it } from 'vitest';
import type { BlockContent } from '../block/block';
import { encodeBlock } from '../block/encode';
import { openBlock } from '../block/open';
import { beginMerge } from './merge-job';
import { PIECE_LIMITS, piecesOf } from './pieces';
import { traceContent } from './testing';

const ROWS = 1_600;
const ROWS_OF_TRACE = 4;
/** A commit waits for one step: of the many that a block takes, none may have to do with more rows. */
const MOST_ROWS_A_STEP = 250;

it('reads, cuts and encodes a block in steps of few rows each, and the same bytes come of it', () => {
  const traces = Array.from({ length: ROWS / ROWS_OF_TRACE }, (_, number) => traceContent(number, 3));
  const contents = Array.from({ length: 8 }, (_, part) => joined(traces.slice(part * 50, (part + 1) * 50)));
  const blocks = contents.map((content) => openBlock(encodeBlock(content)));
  const seen: number[] = [];
  const job = beginMerge(
    blocks.map((_, id) => id),
    (id) => {
      const block = blocks[id];
      if (!block) throw new Error(`there is no block ${id}`);
      seen.push(block.spanCount + block.logCount);
      return block;
    },
    PIECE_LIMITS,
  );
  let steps = 1;
  for (; !job.advance(); steps += 1) {
    expect(seen.splice(0).reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(MOST_ROWS_A_STEP);
  }
  // Each row is read, cut and encoded.
  expect(steps).toBeGreaterThanOrEqual((3 * ROWS) / MOST_ROWS_A_STEP);
  const [whole, ...others] = piecesOf(joined(contents), PIECE_LIMITS);
  expect(others).toEqual([]);
  if (!whole) throw new Error('there is no piece');
  expect(job.pieces.map(({ data }) => Buffer.from(data).toString('hex'))).toEqual([
    Buffer.from(encodeBlock(whole)).toString('hex'),
  ]);
});

function joined(contents: readonly BlockContent[]): BlockContent {
  return { spans: contents.flatMap(({ spans }) => spans), logs: contents.flatMap(({ logs }) => logs) };
}
