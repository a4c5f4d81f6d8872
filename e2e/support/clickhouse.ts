import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRONT, installChdb, isCi } from '../../scripts/chdb.mjs';

/** ClickHouse's engine in a process of its own. */
export interface Engine {
  /** Settings of a service that keeps telemetry in it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Why the engine cannot be had here; null when it can. In CI that is an error. */
export async function whyNoEngine(): Promise<string | null> {
  const why = await installChdb();
  if (why !== null && isCi) throw new Error(why);
  return why;
}

export async function startEngine(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-chdb-'));
  const child = spawn(process.execPath, ['--max-http-header-size=8388608', FRONT, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return {
    env: {
      FAASLENS_STORE: 'clickhouse',
      FAASLENS_CLICKHOUSE_URL: `http://127.0.0.1:${String(port).trim()}`,
    },
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
