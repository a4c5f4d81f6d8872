import type { LogRecord, Span } from '../../../model/telemetry';
import { winnerOf } from '../../derive/span-versions';
import type { Block, BlockContent } from '../block/block';
import type { LiveBlock } from './live-blocks';

/** A block that is filled less is merged with others; in ten-thousandths of what a block should hold. */
export const FULL = 6000;
const WHOLE = 10_000;
/** Blocks of single commits: many of them are merged among themselves, so that a quiet hour leaves few blocks too. */
const TINY = 600;
const MANY_TINY = 64;
/** Unless they are on their way to fill a block soon, or are far too many. */
const SOON = 3000;
const MOST_TINY = 256;
const MOST_AT_ONCE = 512;

/**
 * The blocks that should become one now, oldest first; empty when there is nothing to do. Small blocks are merged when
 * together they fill one; and tiny ones when there are many. So a row is encoded about twice: in its commit and in a
 * full block; three times when commits hold a few rows only.
 */
export function chooseMerge(live: Iterable<LiveBlock>): LiveBlock[] {
  const small = [...live].filter(({ fill }) => fill < FULL);
  const filling = untilWhole(small);
  if (filling.isWhole) return filling.blocks;
  const tiny = small.filter(({ fill }) => fill < TINY);
  const isDue = tiny.length >= MOST_TINY || (tiny.length >= MANY_TINY && sumOf(tiny) < SOON);
  return isDue ? untilWhole(tiny).blocks : [];
}

function sumOf(blocks: readonly LiveBlock[]): number {
  return blocks.reduce((sum, { fill }) => sum + fill, 0);
}

function untilWhole(blocks: readonly LiveBlock[]): { blocks: LiveBlock[]; isWhole: boolean } {
  const taken: LiveBlock[] = [];
  let fill = 0;
  for (const block of blocks) {
    if (fill >= WHOLE || taken.length >= MOST_AT_ONCE) break;
    taken.push(block);
    fill += block.fill;
  }
  return { blocks: taken, isWhole: taken.length > 1 && (fill >= WHOLE || taken.length >= MOST_AT_ONCE) };
}

/** What blocks hold together, in their order, without versions of a span that another one of them supersedes. */
export class MergedContent {
  private readonly spans = new Map<string, Span>();
  private readonly logs: LogRecord[] = [];

  /** Answers how many rows the block has. */
  add(block: Block): number {
    for (let index = 0; index < block.spanCount; index += 1) {
      const span = block.spanAt(index);
      const key = span.traceId + span.spanId;
      const other = this.spans.get(key);
      this.spans.set(key, other ? winnerOf(other, span) : span);
    }
    for (let index = 0; index < block.logCount; index += 1) this.logs.push(block.logAt(index));
    return block.spanCount + block.logCount;
  }

  content(): BlockContent {
    return { spans: [...this.spans.values()], logs: this.logs };
  }
}
