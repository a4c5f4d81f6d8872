import { afterAll, beforeAll, describe } from 'vitest';
import { areShardsAskedFor } from '../../../../scripts/chdb.mjs';
import type { PriceInvocation } from '../../../model/invocation';
import { type Share, storeContract } from '../../contract';
import type { OpenStore } from '../../contract/fixtures';
import type { RetentionLimits } from '../../retention';
import { type Connection, openConnection } from '../connection';
import { createClickHouseDeletions } from '../deletions/deletions';
import { createClickHousePromotions } from '../promoted/promotions';
import { createClickHouseReader } from '../reader';
import { createClickHouseWriter } from '../writer';
import { startCluster, whyNoCluster } from './cluster';
import { startEngine, whyNoEngine } from './engine';

/** On a busy machine, loading half a gigabyte of engine takes its time. */
const HOOK_MS = 120_000;

/** Empty databases, and ways to them. */
interface Databases {
  take(): Promise<string>;
  giveBack(database: string): Promise<void>;
  open(database: string): Connection;
  stop(): Promise<void>;
}

/** Holds ClickHouse's real engine against its share of the contract: one server, or a cluster of two where that is asked for. */
export async function battery(share: Share): Promise<void> {
  const why = (await whyNoEngine()) ?? (areShardsAskedFor ? await whyNoCluster() : null);
  const name = areShardsAskedFor ? 'a cluster of ClickHouse' : 'ClickHouse';
  describe.skipIf(why !== null)(`${name}${why === null ? '' : `: ${why}`}`, () => keepsContract(share));
}

async function startDatabases(): Promise<Databases> {
  if (areShardsAskedFor) {
    const { newDatabase, returnDatabase, open, stop } = await startCluster();
    return { take: newDatabase, giveBack: returnDatabase, open, stop };
  }
  const { newDatabase, returnDatabase, stop } = await startEngine();
  return { take: newDatabase, giveBack: returnDatabase, open: (address) => openConnection(address), stop };
}

function keepsContract(share: Share): void {
  let databases: Databases;
  beforeAll(async () => {
    databases = await startDatabases();
  }, HOOK_MS);
  afterAll(() => databases.stop(), HOOK_MS);

  async function openEmpty(
    price: PriceInvocation,
    now?: () => number,
    limits?: RetentionLimits,
  ): Promise<OpenStore> {
    const database = await databases.take();
    const open = (): OpenStore => {
      const writer = createClickHouseWriter(databases.open(database), price, {
        ...(now && { now }),
        ...(limits && { limits }),
        graceMs: 0,
      });
      const reader = createClickHouseReader(databases.open(database));
      const promotions = createClickHousePromotions(databases.open(database), now);
      const deletions = createClickHouseDeletions(databases.open(database), now);
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
          await databases.giveBack(database);
        },
      };
    };
    return open();
  }

  storeContract('ClickHouse', Object.assign(openEmpty, { isSlow: true }), share);
}
