import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './support/api';
import { cli } from './support/cli';
import { expect, test } from './support/fixtures';
import { missingTraces } from './support/integrity';
import { makeRequest, makeTrace, seeded } from './support/kill-load';
import { createLedger } from './support/ledger';
import { litestreamProgram } from './support/programs';
import { ROOT, startService } from './support/service';

const SYNC_MS = 1000;

test.skip(({ engine }) => engine !== 'sqlite', "of SQLite's file: ClickHouse has its own copies");
test.skip(
  process.platform !== 'linux' || process.arch !== 'x64',
  'npm brings Litestream for Linux on x64 to these tests',
);

test('what Litestream copied until the machine was lost is whole, and nothing older than two seconds is missing', async ({
  service,
}) => {
  const litestream = await litestreamProgram();
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-litestream-'));
  const [config, file] = [join(folder, 'litestream.yml'), join(service.dataDir, 'faaslens.db')];
  writeFileSync(config, toFolder(join(folder, 'replica'), file));
  const copying = spawn(litestream, ['replicate', '-config', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(copying, 'exit');
  let said = '';
  for (const stream of [copying.stdout, copying.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  const copied = () =>
    until(
      () => Promise.resolve(said),
      (text) => text.includes('wal segment written'),
    );
  await copied();

  const ledger = createLedger();
  const random = seeded(11);
  let running = true;
  const load = (async () => {
    while (running) await ledger.send(service.otlp, makeRequest(random));
  })();
  await new Promise((resolve) => setTimeout(resolve, 4 * SYNC_MS));
  const before = [...ledger.traces('acknowledged').keys()];
  await new Promise((resolve) => setTimeout(resolve, 2 * SYNC_MS));
  copying.kill('SIGKILL');
  await Promise.all([ended, service.stop('SIGKILL')]);
  running = false;
  await load;
  expect(before.length).toBeGreaterThan(100);
  expect(said).not.toMatch(/level=(?:WARN|ERROR)/);

  const place = join(folder, 'restored');
  mkdirSync(place);
  const restored = join(place, 'faaslens.db');
  await promisify(execFile)(litestream, ['restore', '-config', config, '-o', restored, file]);
  expect(missingTraces(restored, before)).toEqual([]);
  const again = await startService({ dataDir: place });
  expect(await cli(again, ['check'])).toMatchObject({ code: 0, output: expect.stringContaining('Whole:') });
  expect(await ledger.send(again.otlp, makeTrace(3))).toBe(true);
  await again.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The configuration that is shipped, with a folder for its bucket. */
function toFolder(replica: string, file: string): string {
  const shipped = readFileSync(join(ROOT, 'deploy/litestream.yml'), 'utf8');
  const config = shipped
    .replace('/var/lib/faaslens/faaslens.db', file)
    .replace(/type: s3\n[\s\S]*?region: .*\n/, `type: file\n        path: ${replica}\n`);
  expect(config).not.toContain('LITESTREAM_');
  expect(config).toContain(`sync-interval: ${SYNC_MS / 1000}s`);
  return config;
}
