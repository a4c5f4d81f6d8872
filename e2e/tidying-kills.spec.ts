import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './support/fixtures';
import { expectIntact, expectNothingLostOrTwice } from './support/integrity';
import { makeTrace, seeded } from './support/kill-load';
import { createLedger, type Ledger } from './support/ledger';
import { launchService, type Service, startService, untilTaking } from './support/service';

/** So many tiny blocks are due to become one; tiny is what is filled to less than so many ten-thousandths. */
const DUE_TO_MERGE = 64;
const TINY = 600;
/** So many full blocks are due to be sealed as a group. */
const GROUP = 256;
const MERGE_KILLS = 4;
/** On a slow machine the first ones come before anything is merged. */
const MOST_MERGE_KILLS = 12;
/** Each kill comes so much later than the one before, so that they meet the work at its beginning, middle and end. */
const MERGE_STEP_MS = 90;
const MOST_SEAL_KILLS = 5;
const SEAL_STEP_MS = 13;
/** A block of so many spans of so many bytes each is full, and needs no merging. */
const FULL = [64, 20_000] as const;

test.skip(({ engine }) => engine !== 'sqlite', "about SQLite's file; cluster.spec.ts kills over ClickHouse");

interface Blocks {
  /** Blocks that no group has, and those of them that hold a few rows only. */
  readonly open: number;
  readonly tiny: number;
  readonly groups: number;
  /** Blocks that were merged into others. */
  readonly merged: number;
}

/** Looks into the database while the service works. */
function watch(dataDir: string): { look(): Blocks; close(): void } {
  const db = new Database(join(dataDir, 'faaslens.db'), { readonly: true });
  const blocks = db.prepare<[], Blocks>(
    `SELECT (SELECT count(*) FROM block_meta WHERE group_id IS NULL) AS open,
            (SELECT count(*) FROM block_meta WHERE group_id IS NULL AND fill < ${TINY}) AS tiny,
            (SELECT count(*) FROM block_group) AS groups,
            (SELECT ifnull(max(id), 0) - count(*) FROM block_meta) AS merged`,
  );
  return { look: () => blocks.get() ?? { open: 0, tiny: 0, groups: 0, merged: 0 }, close: () => db.close() };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts the service, brings so many blocks about that there is work, and kills it while it does the work. */
async function workAndKill(
  dataDir: string,
  bringAbout: (service: Service, look: () => Blocks) => Promise<void>,
  delayMs: number,
): Promise<Blocks> {
  const service = await launchService({ dataDir });
  await untilTaking(service);
  const blocks = watch(dataDir);
  try {
    await bringAbout(service, blocks.look);
    await pause(delayMs);
    await service.stop('SIGKILL');
    return blocks.look();
  } finally {
    blocks.close();
    await service.stop('SIGKILL');
  }
}

async function expectWhole(dataDir: string, ledger: Ledger): Promise<void> {
  const service = await startService({ dataDir });
  try {
    await expectNothingLostOrTwice(service, ledger);
    for (const request of ledger.sent.slice(0, 20))
      expect(await ledger.send(service.otlp, request)).toBe(true);
    await expectNothingLostOrTwice(service, ledger);
    expect(await service.stop()).toBe(0);
    expectIntact(join(dataDir, 'faaslens.db'));
  } finally {
    await service.stop('SIGKILL');
    service.discard();
  }
}

test('a collector that is killed while it merges blocks loses nothing and counts nothing twice', async () => {
  const seed = Number(process.env.E2E_SEED ?? randomInt(2 ** 31));
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const ledger = createLedger();
  const left: Blocks[] = [];
  while (left.length < MERGE_KILLS || (left.at(-1)?.merged === 0 && left.length < MOST_MERGE_KILLS)) {
    // Five spans at a time, and then a pause: each commit is a block, and merging has the thread for itself.
    const after = await workAndKill(
      dataDir,
      async ({ otlp }, look) => {
        while (look().tiny < DUE_TO_MERGE) await ledger.send(otlp, makeTrace(5));
      },
      (left.length + random()) * MERGE_STEP_MS,
    );
    left.push(after);
  }
  const told = left.map(({ tiny, merged }) => `${tiny} tiny, ${merged} merged`).join('; ');
  console.log(`merge: E2E_SEED=${seed}; ${ledger.sent.length} requests; after each kill ${told}`);
  // Whatever the kills left to do is done by whoever is not killed.
  const blocks = watch(dataDir);
  const service = await startService({ dataDir });
  await expect.poll(() => blocks.look().merged).toBeGreaterThanOrEqual(DUE_TO_MERGE);
  expect(await service.stop()).toBe(0);
  blocks.close();
  await expectWhole(dataDir, ledger);
});

test('a collector that is killed while it seals a group loses nothing and counts nothing twice', async () => {
  const seed = Number(process.env.E2E_SEED ?? randomInt(2 ** 31));
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const ledger = createLedger();
  // One at a time: each commit is a block.
  const sendUntil = (open: number, groups: number) => async (service: Service, look: () => Blocks) => {
    for (let now = look(); now.open < open && now.groups === groups; now = look())
      await ledger.send(service.otlp, makeTrace(...FULL));
  };
  let left: Blocks[] = [];
  let groups = -1;
  // Where the kill comes too late, as it may on a busy machine, the next group is tried.
  while (groups < 2 && left[0]?.groups !== groups) {
    groups += 1;
    await workAndKill(dataDir, sendUntil(GROUP - 4, groups), 0);
    // The last block makes the group due: from now on every start begins with sealing it.
    left = [await workAndKill(dataDir, sendUntil(GROUP, groups), random() * SEAL_STEP_MS)];
  }
  while (left.at(-1)?.groups === groups && left.length < MOST_SEAL_KILLS) {
    const delayMs = (left.length - 1 + random()) * SEAL_STEP_MS;
    left.push(await workAndKill(dataDir, sendUntil(GROUP, groups), delayMs));
  }
  console.log(
    `seal: E2E_SEED=${seed}; ${ledger.sent.length} requests; groups after each kill: ${left.map((after) => after.groups).join(', ')}`,
  );
  expect(left[0]?.groups).toBe(groups);
  await expectWhole(dataDir, ledger);
});
