import { expect, it } from 'vitest';
import { createBlockStore } from './block-store';
import { tidy, traceContent, withBlocks } from './testing';

const SMALL = { groupSize: 8, blockRows: 24, keyFanOut: [2, 2, 2] };
/** One is four groups of eight. */
const GROUP = 8 / 32;

it('counts as backlog the blocks that no group has, also those that were there when it was opened', () => {
  withBlocks(SMALL, (blocks) => {
    for (let number = 0; number < 64; number += 1) blocks.write(traceContent(number, 23));
    blocks.store.maintain(0);
    expect(blocks.store.backlog()).toBeGreaterThan(2 - GROUP);
    expect(blocks.store.backlog()).toBeLessThanOrEqual(2);
    const other = createBlockStore(blocks.db, SMALL);
    other.refresh();
    expect(other.backlog()).toBe(blocks.store.backlog());
    tidy(blocks.store);
    expect(blocks.store.backlog()).toBe(0);
  });
});
