import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from './support/api';
import { cli, spawnCli } from './support/cli';
import { expect, test, withOneService } from './support/fixtures';
import { missingTraces } from './support/integrity';
import { makeRequest, makeTrace, seeded } from './support/kill-load';
import { createLedger } from './support/ledger';
import { startService } from './support/service';

/** `npm run reliability` asks for more of them. */
const BACKUPS = Number(process.env.E2E_BACKUPS ?? 3);
/** A sender that never waits takes the processor from the backups. */
const BETWEEN_REQUESTS_MS = 20;

test.describe('one service', () => {
  const shared = withOneService();

  shared('tail prints invocations as they come, until nobody reads them', async ({ service }) => {
    const child = spawnCli(service, ['tail']);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const ledger = createLedger();
    await ledger.send(service.otlp, makeTrace(2));
    const [traceId = ''] = ledger.traces('acknowledged').keys();
    await until(
      () => Promise.resolve(output),
      (text) => text.includes(traceId),
    );
    expect(output).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}ok +5\.0 ms {2}orders {2}/m);
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk;
    });
    const ended = once(child, 'close');
    child.stdout.destroy();
    await ledger.send(service.otlp, makeTrace(2));
    expect(await ended).toEqual([0, null]);
    expect(complaints).toBe('');
  });

  // The last one: it stops the service.
  shared(
    'doctor finds nothing wrong with a service that runs, and names what is wrong with one that does not',
    async ({ service }) => {
      const well = await cli(service, ['doctor']);
      expect(well.output).toContain('All is well.');
      expect(well.output).toMatch(/ok {4}reading the trace back: found after \d+ ms/);
      expect(well.output).toMatch(/ok {4}reading the line back: found after \d+ ms/);
      expect(well.code).toBe(0);

      await service.stop();
      const stopped = await cli(service, ['doctor']);
      expect(stopped.output).toMatch(/FAIL {2}OTLP\/HTTP: nothing answers at .*is Faaslens started/);
      expect(stopped.output).toContain('-     dashboard: not tried');
      expect(stopped.code).toBe(1);
    },
  );
});

test('doctor makes keys for its visit where they are asked for, and leaves none in the list', async ({
  storeEnv,
}) => {
  const service = await startService({
    env: { ...storeEnv, FAASLENS_AUTH: 'required', FAASLENS_ADMIN_KEY: 'a'.repeat(40) },
  });
  const { code, output } = await cli(service, ['doctor']);
  expect(output).toContain('All is well.');
  expect(code).toBe(0);
  const keys = await cli(service, ['keys', 'list']);
  expect(keys.output).toContain('There are no keys yet');
  await service.stop();
  service.discard();
});

test.describe('copies of the file', () => {
  test.skip(({ engine }) => engine !== 'sqlite', "of SQLite's file: ClickHouse has its own backups");

  test(`${BACKUPS} backups under load, each restored: whole, with all that was acknowledged before`, async ({
    service,
  }) => {
    test.setTimeout(600_000 + BACKUPS * 20_000);
    const ledger = createLedger();
    const random = seeded(7);
    let running = true;
    const load = (async () => {
      while (running) {
        await ledger.send(service.otlp, makeRequest(random));
        await delay(BETWEEN_REQUESTS_MS);
      }
    })();
    const folder = mkdtempSync(join(tmpdir(), 'faaslens-backups-'));
    for (let number = 0; number < BACKUPS; number += 1) {
      const before = [...ledger.traces('acknowledged').keys()];
      const file = join(folder, `${number}.db`);
      const backup = await cli(service, ['backup', file]);
      expect(backup.output).toContain('Whole:');
      const place = join(folder, String(number));
      const env = { ...service.env, FAASLENS_DATA_DIR: place };
      expect(await cli({ env }, ['restore', file])).toMatchObject({ code: 0 });
      expect(missingTraces(join(place, 'faaslens.db'), before)).toEqual([]);
    }
    running = false;
    await load;
    rmSync(folder, { recursive: true, force: true });
    expect(ledger.acknowledgements()).toBeGreaterThan(BACKUPS);
    console.log(`reliability: ${JSON.stringify({ backups: { restored: BACKUPS, missing: 0 } })}`);
  });

  test('restore refuses while the service runs, and brings back what was there before', async ({
    service,
  }) => {
    const ledger = createLedger();
    await ledger.send(service.otlp, makeTrace(3));
    const folder = mkdtempSync(join(tmpdir(), 'faaslens-restore-'));
    const file = join(folder, 'backup.db');
    expect(await cli(service, ['backup', file])).toMatchObject({ code: 0 });
    await ledger.send(service.otlp, makeTrace(4));

    const refused = await cli(service, ['restore', file]);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('stop Faaslens, then restore'),
    });
    await service.stop();
    const restored = await cli(service, ['restore', file]);
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('before-restore-') });

    const again = await startService({ dataDir: service.dataDir });
    const counted = await cli(again, ['query', 'SELECT span_count FROM trace', '--csv']);
    expect(counted.output).toBe('span_count\r\n3\r\n');
    expect(await cli(again, ['check'])).toMatchObject({ code: 0 });
    await again.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
