import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../database/open';
import type { PriceInvocation } from '../../../model/invocation';
import { executionsContract } from '../../contract/executions';
import { executionsConvergeContract } from '../../contract/executions-converge';
import type { OpenStore } from '../../contract/fixtures';
import { openDeletions, openPromotions, openReader } from '../../index';
import { createBatchStore } from '../batch-store';
import { createBlockStore } from '../blocks/block-store';
import { createBatchPacker } from '../packed/pack-batch';
import { temporaryDatabase } from '../temporary-database';
import { RecentRows } from './recent-rows';

/** A store that remembers the last two or three invocations only, as if there had been millions since. */
async function openForgetful(price: PriceInvocation, now: () => number = Date.now): Promise<OpenStore> {
  const { databaseFile, remove } = temporaryDatabase();
  const open = async (): Promise<OpenStore> => {
    const db = openDatabase(databaseFile);
    const blocks = createBlockStore(db);
    const pack = createBatchPacker();
    const store = createBatchStore(db, { blocks, price, now, recentInvocations: 2 });
    const reader = await openReader({ databaseFile });
    const promotions = await openPromotions({ databaseFile });
    const deletions = await openDeletions({ databaseFile });
    const close = async () => {
      await deletions.close();
      db.close();
      await reader.close();
      await promotions.close();
    };
    return {
      writer: {
        write: async (batch) => store.write(pack(batch)),
        async tidy(budgetMs) {
          const more = store.settleOverdue();
          return blocks.maintain(budgetMs) || more;
        },
        backlog: blocks.backlog,
        keep: () => {},
        keptSinceNs: () => 0n,
        close: async () => {
          db.close();
        },
      },
      reader,
      promotions,
      deletions,
      async reopen() {
        await close();
        return open();
      },
      async dispose() {
        await close();
        remove();
      },
    };
  };
  return open();
}

describe('with invocations that were written long ago', () => {
  executionsContract(openForgetful);
  executionsConvergeContract(openForgetful);
});

describe('the rows of the last invocations', () => {
  test('are found by the hash of their id, each once, also those of equal hashes', () => {
    const rows = new RecentRows(0, true, 1000);
    for (const [hash, row] of [
      [7, 1],
      [7, 2],
      [7, 1],
      [7 + 262_144, 3],
      [8, 4],
    ] as const) {
      rows.note(hash, row, 0);
    }
    expect(rows.find(7)).toEqual([1, 2]);
    expect(rows.find(7 + 262_144)).toEqual([3]);
    expect(rows.find(8)).toEqual([4]);
    expect(rows.find(9)).toEqual([]);
  });

  test('are forgotten by generations, which moves the time since when all are known', () => {
    const rows = new RecentRows(0, true, 10);
    for (let row = 1; row <= 20; row += 1) rows.note(row, row, row);
    expect(rows.find(1)).toEqual([1]);
    expect(rows.covers(-1)).toBe(true);
    rows.note(21, 21, 21);
    expect(rows.find(10)).toEqual([]);
    expect([rows.find(11), rows.find(21)]).toEqual([[11], [21]]);
    expect([rows.covers(10), rows.covers(11)]).toEqual([false, true]);
  });
});
