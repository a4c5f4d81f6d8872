import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a service of the bench's own; answers its addresses, process id, time to ready and how to end it. */
export async function startService() {
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-bench-'));
  const [port, otlpPort] = [await freePort(), await freePort()];
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'bin/faaslens.mjs'), 'start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      FAASLENS_DATA_DIR: dataDir,
      FAASLENS_PORT: `${port}`,
      FAASLENS_OTLP_HTTP_PORT: `${otlpPort}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the service ended:\n${output}`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Faaslens is ready')) resolve();
    });
  });
  return {
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    otlp: `http://127.0.0.1:${otlpPort}`,
    databaseFile: join(dataDir, 'faaslens.db'),
    readyMs: performance.now() - started,
    async stop() {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
