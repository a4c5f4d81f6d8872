import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './support/fixtures';
import { expectIntact, expectNothingLostOrTwice } from './support/integrity';
import { makeOld, makeTrace } from './support/kill-load';
import { killAt, MOMENTS } from './support/kill-moments';
import { createLedger } from './support/ledger';
import { startService } from './support/service';

/** `npm run reliability` asks for more of them. */
const KILLS = Number(process.env.E2E_KILLS ?? MOMENTS.length);
const TWO_DAYS_MS = 2 * 86_400_000;
const OLD_REQUESTS = 20;
const OLD_INVOCATIONS = 200;

test.skip(({ engine }) => engine !== 'sqlite', "about SQLite's file; cluster.spec.ts kills over ClickHouse");

test(`killed ${KILLS} times, at the start, in ingest, checkpoint, retention and backup, it loses nothing acknowledged`, async () => {
  test.setTimeout(600_000 + KILLS * 30_000);
  const seed = Number(process.env.E2E_SEED ?? randomInt(2 ** 31));
  console.log(`kills: E2E_SEED=${seed}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const file = join(dataDir, 'faaslens.db');
  const [ledger, old] = [createLedger(), createLedger()];
  const readyMs: number[] = [];

  for (let kill = 0; kill < KILLS; kill += 1) {
    const moment = MOMENTS[kill % MOMENTS.length] ?? 'ingest';
    // A first start makes the whole schema: a folder of its own, which must start whole after that.
    if (moment === 'start') {
      await killAtFirstStart(seed + kill);
      continue;
    }
    if (moment === 'retention') {
      const keeping = await startService({ dataDir, env: { FAASLENS_RETENTION_DAYS: '0' } });
      for (let sent = 0; sent < OLD_REQUESTS; sent += 1)
        await old.send(keeping.otlp, makeOld(OLD_INVOCATIONS, TWO_DAYS_MS));
      await keeping.stop();
    }
    const env = { FAASLENS_RETENTION_DAYS: moment === 'retention' ? '1' : '0' };
    const took = await killAt(moment, { dataDir, env }, ledger, seed + kill);
    if (took !== null) readyMs.push(took);
    expectIntact(file);
  }

  const service = await startService({ dataDir, env: { FAASLENS_RETENTION_DAYS: '0' } });
  try {
    await expectNothingLostOrTwice(service, ledger);
    for (const request of ledger.sent.slice(-50)) expect(await ledger.send(service.otlp, request)).toBe(true);
    await expectNothingLostOrTwice(service, ledger);
    expect(await service.stop()).toBe(0);
    expectIntact(file);
    const slowest = Math.max(...readyMs);
    const figures = {
      kills: KILLS,
      acknowledged: ledger.traces('acknowledged').size,
      requests: ledger.sent.length,
      lost: 0,
      slowestReadyMs: Math.round(slowest),
    };
    console.log(`reliability: ${JSON.stringify({ kills: figures })}`);
    expect(figures.requests).toBeGreaterThan(KILLS);
  } finally {
    await service.stop('SIGKILL');
    service.discard();
  }
});

async function killAtFirstStart(seed: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const ledger = createLedger();
  await killAt('start', { dataDir }, ledger, seed);
  const service = await startService({ dataDir });
  await ledger.send(service.otlp, makeTrace(3));
  await expectNothingLostOrTwice(service, ledger);
  expect(await service.stop()).toBe(0);
  expectIntact(join(dataDir, 'faaslens.db'));
  service.discard();
}
