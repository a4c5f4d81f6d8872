import { afterAll, beforeAll, describe } from 'vitest';
import type { PriceInvocation } from '../../../model/invocation';
import { type Share, storeContract } from '../../contract';
import type { OpenStore } from '../../contract/fixtures';
import type { RetentionLimits } from '../../retention';
import { openConnection } from '../connection';
import { createClickHouseDeletions } from '../deletions/deletions';
import { createClickHousePromotions } from '../promoted/promotions';
import { createClickHouseReader } from '../reader';
import { createClickHouseWriter } from '../writer';
import { startEngine, type TestEngine, whyNoEngine } from './engine';

/** On a busy machine, loading half a gigabyte of engine takes its time. */
const HOOK_MS = 120_000;

/** Holds ClickHouse's real engine against its share of the contract. */
export async function battery(share: Share): Promise<void> {
  const why = await whyNoEngine();
  describe.skipIf(why !== null)(`ClickHouse${why === null ? '' : `: ${why}`}`, () => keepsContract(share));
}

function keepsContract(share: Share): void {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
  }, HOOK_MS);
  afterAll(() => engine.stop(), HOOK_MS);

  async function openEmpty(
    price: PriceInvocation,
    now?: () => number,
    limits?: RetentionLimits,
  ): Promise<OpenStore> {
    const address = await engine.newDatabase();
    const open = (): OpenStore => {
      const writer = createClickHouseWriter(openConnection(address), price, {
        ...(now && { now }),
        ...(limits && { limits }),
        graceMs: 0,
      });
      const reader = createClickHouseReader(openConnection(address));
      const promotions = createClickHousePromotions(openConnection(address), now);
      const deletions = createClickHouseDeletions(openConnection(address), now);
      const close = async () => {
        await writer.close();
        await reader.close();
        await promotions.close();
        await deletions.close();
      };
      return {
        writer,
        reader,
        promotions,
        deletions,
        async reopen() {
          await close();
          return open();
        },
        async dispose() {
          await close();
          await engine.returnDatabase(address);
        },
      };
    };
    return open();
  }

  storeContract('ClickHouse', Object.assign(openEmpty, { isSlow: true }), share);
}
