import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A dashboard that ran this long had started well: its next restart is quick again. */
const STEADY_MS = 60_000;

export interface Dashboard {
  /** Resolves when it answers; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Asks it to end and waits; kills it after 5 s. */
  stop(): Promise<void>;
}

/** Refuses a port that another program holds, with the name of the setting that moves it. */
export async function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'is in use by another program'
          : `cannot be listened on (${cause.code})`;
      reject(
        new FaaslensError('conflict', `port ${port} on ${host} ${why}: stop it or set ${setting}`, { cause }),
      );
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Starts the dashboard as a child process and starts it again whenever it ends by itself. */
export function startDashboard({
  config,
  root,
  log,
}: {
  config: Config;
  root: string;
  log: Logger;
}): Dashboard {
  let child: ChildProcess | null = null;
  let stopping = false;
  let wait = FIRST_DELAY_MS;
  let restart: NodeJS.Timeout | null = null;

  const start = () => {
    restart = null;
    const startedAt = performance.now();
    child = spawn(process.execPath, dashboardArguments(config, root), {
      cwd: root,
      env: dashboardEnvironment(config),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.resume();
    child.stderr?.on('data', (chunk: Buffer) => log.warn({ from: 'dashboard' }, chunk.toString().trim()));
    child.once('error', (error) => log.error({ err: error }, 'the dashboard could not be started'));
    child.once('exit', (code, signal) => {
      child = null;
      if (stopping) return;
      if (performance.now() - startedAt > STEADY_MS) wait = FIRST_DELAY_MS;
      log.error({ code, signal, retryMs: wait }, 'the dashboard ended; starting it again');
      restart = setTimeout(start, wait);
      wait = Math.min(wait * 2, LONGEST_DELAY_MS);
    });
  };
  start();

  return {
    async ready(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while (performance.now() < deadline) {
        if (await answers(config)) return;
        await delay(50);
      }
      throw new FaaslensError('unavailable', `the dashboard did not answer within ${timeoutMs / 1000} s`);
    },
    async stop() {
      stopping = true;
      if (restart) clearTimeout(restart);
      const running = child;
      if (!running) return;
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      running.kill('SIGTERM');
      const killer = setTimeout(() => running.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(killer);
    },
  };
}

function dashboardArguments(config: Config, root: string): string[] {
  return [
    '--import',
    `file://${join(config.distDir, 'dashboard-guard.js')}`,
    join(root, '.next', 'standalone', 'server.js'),
  ];
}

/** The dashboard gets our settings with absolute paths: its server changes its folder when it starts. */
function dashboardEnvironment(config: Config): Record<string, string> {
  // The folder is told as it was resolved; naming it by file too would be refused as a contradiction.
  const { FAASLENS_DATA_DIR_FILE: _file, ...inherited } = config.inherited;
  return {
    ...inherited,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: config.host,
    PORT: String(config.port),
    FAASLENS_DATA_DIR: config.dataDir,
    FAASLENS_INTERNAL_DIST_DIR: config.distDir,
  };
}

async function answers(config: Config): Promise<boolean> {
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const address = host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${address}:${config.port}/readyz`, {
      signal: AbortSignal.timeout(1000),
    });
    return response.ok;
  } catch {
    return false;
  }
}
