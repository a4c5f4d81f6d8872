import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPlace } from '../scale/place.mjs';
import { ROOT, startService } from '../start-service.mjs';
import { runProcess } from '../worker-process.mjs';
import { askScreens } from './ask.mjs';

/** So few that each rare thing is just there: the front of the tests answers one statement after the other. */
const INVOCATIONS = 5_000;
const TIMES = { warmUp: 1, rounds: 9 };

/**
 * What the screens ask of a whole service, over HTTP, with the same month in each engine: made in SQLite, and moved to ClickHouse by
 * `faaslens migrate`. Answers both lists of times, in the same order.
 */
export async function askScreensOfBoth() {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-screens-'));
  const { place, remove } = await openPlace('clickhouse');
  const { origin, pathname } = new URL(place.clickhouse.url);
  // What is old by the clock is what is measured.
  const env = {
    FAASLENS_RETENTION_DAYS: '3650',
    FAASLENS_CLICKHOUSE_URL: origin,
    FAASLENS_CLICKHOUSE_DATABASE: pathname.slice(1),
  };
  try {
    await runProcess('./month/make.mjs', [folder, String(INVOCATIONS)]);
    const month = JSON.parse(readFileSync(join(folder, 'month.json'), 'utf8'));
    const command = [join(ROOT, 'bin/faaslens.mjs'), 'migrate', '--to', 'clickhouse'];
    const options = { cwd: ROOT, env: { ...process.env, ...env, FAASLENS_DATA_DIR: folder } };
    await promisify(execFile)(process.execPath, command, options);
    const times = [];
    for (const store of ['sqlite', 'clickhouse']) {
      const service = await startService({ dataDir: folder, env: { ...env, FAASLENS_STORE: store } });
      try {
        times.push(await askScreens(service.url, month, TIMES));
      } finally {
        await service.end();
      }
    }
    return { month, times };
  } finally {
    await remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
