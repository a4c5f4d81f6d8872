import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/free-port.mjs';
import { memoryOfTree } from './memory.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** As the image and the systemd unit start it: for what measures its memory. */
export const DEPLOYED = { MALLOC_ARENA_MAX: '2' };

/** The service itself: npx runs it in a shell, which passes no signal on. */
function serviceIn(pid) {
  const isService = ({ command }) => /^\S*node\S* \S*faaslens(?:\.mjs)? start$/.test(command);
  return memoryOfTree(pid).find(isService)?.pid ?? pid;
}

/**
 * Starts a service of the bench's own, over a data folder that is there or a new one; answers its addresses, process id,
 * time to ready and how to end it. `end` leaves the data, `stop` removes it. `command`: what runs it, in `cwd`; this checkout
 * unless told.
 */
export async function startService({
  dataDir = mkdtempSync(join(tmpdir(), 'faaslens-bench-')),
  env = {},
  cwd = ROOT,
  command = [process.execPath, join(ROOT, 'bin/faaslens.mjs')],
} = {}) {
  const [port, otlpPort, grpcPort] = [await freePort(), await freePort(), await freePort()];
  const started = performance.now();
  const [program, ...args] = command;
  const child = spawn(program, [...args, 'start'], {
    cwd,
    env: {
      ...process.env,
      FAASLENS_DATA_DIR: dataDir,
      FAASLENS_PORT: `${port}`,
      FAASLENS_OTLP_HTTP_PORT: `${otlpPort}`,
      FAASLENS_OTLP_GRPC_PORT: `${grpcPort}`,
      ...env,
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
  const end = async () => {
    child.removeAllListeners('exit');
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(serviceIn(child.pid), 'SIGTERM');
    await ended;
  };
  return {
    pid: child.pid,
    child,
    url: `http://127.0.0.1:${port}`,
    otlp: `http://127.0.0.1:${otlpPort}`,
    databaseFile: join(dataDir, 'faaslens.db'),
    readyMs: performance.now() - started,
    end,
    async stop() {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
