import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from '@/core/config';
import { DATABASE_IS_UP } from '@/core/database/brought-up';
import { FaaslensError } from '@/core/errors';
import { isReady } from '../health/is-ready';

/** Asked again, a server that is busy starting would only have more to do. */
const ANSWER_MS = 10_000;
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
        cause.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${cause.code})`;
      reject(
        new FaaslensError('conflict', `port ${port} on ${host} ${why}: stop it or set ${setting}`, { cause }),
      );
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/**
 * Starts the dashboard as a child process and starts it again whenever it ends by itself. It may start before the database can
 * be used, and refuses everybody until `databaseIsUp`.
 */
export function startDashboard({
  config,
  root,
  log,
  databaseIsUp,
}: {
  config: Config;
  root: string;
  log: Logger;
  databaseIsUp: Promise<unknown>;
}): Dashboard {
  let child: ChildProcess | null = null;
  let stopping = false;
  let wait = FIRST_DELAY_MS;
  let restart: NodeJS.Timeout | null = null;

  const startLater = () => {
    restart = setTimeout(start, wait);
    wait = Math.min(wait * 2, LONGEST_DELAY_MS);
  };
  const start = () => {
    restart = null;
    const startedAt = performance.now();
    const started = launch(config, root, (reason) => {
      child = null;
      if (stopping) return;
      if (performance.now() - startedAt > STEADY_MS) wait = FIRST_DELAY_MS;
      log.error({ ...reason, retryMs: wait }, 'the dashboard ended; starting it again');
      startLater();
    });
    child = started;
    // Whoever waits for the database says why it is not there; and a process that is gone needs not be told.
    databaseIsUp.then(
      () => started?.send(DATABASE_IS_UP, () => {}),
      () => {},
    );
    started?.stdout?.resume();
    started?.stderr?.on('data', (chunk: Buffer) => log.warn({ from: 'dashboard' }, chunk.toString().trim()));
  };
  start();

  return {
    async ready(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while (performance.now() < deadline) {
        if (await isReady(config, config.port, ANSWER_MS)) return;
        await delay(50);
      }
      throw new FaaslensError('unavailable', `the dashboard did not answer within ${timeoutMs / 1000} s`);
    },
    async stop() {
      stopping = true;
      if (restart) clearTimeout(restart);
      const running = child;
      if (!running) return;
      if (running.exitCode !== null || running.signalCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      const killer = setTimeout(() => running.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(killer);
    },
  };
}

/** Starts the process; `ended` is called exactly once, also when it could not be started at all (answers null). */
function launch(config: Config, root: string, ended: (reason: object) => void): ChildProcess | null {
  let told = false;
  const tell = (reason: object) => {
    if (told) return;
    told = true;
    ended(reason);
  };
  try {
    const child = spawn(process.execPath, dashboardArguments(config, root), {
      cwd: root,
      env: dashboardEnvironment(config),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.once('error', (error) => tell({ err: error }));
    child.once('exit', (code, signal) => tell({ code, signal }));
    return child;
  } catch (error) {
    // Out of memory, spawn throws instead of telling the child's listeners.
    setImmediate(tell, { err: error });
    return null;
  }
}

function dashboardArguments(config: Config, root: string): string[] {
  return [
    '--import',
    pathToFileURL(join(config.distDir, 'dashboard-guard.js')).href,
    join(root, '.next', 'standalone', 'server.js'),
  ];
}

/**
 * The dashboard gets our settings with absolute paths, and the values of `_FILE` settings instead of their names: its
 * server changes its folder when it starts.
 */
function dashboardEnvironment(config: Config): NodeJS.ProcessEnv {
  return {
    ...config.inherited,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: config.host,
    PORT: String(config.port),
    FAASLENS_DATA_DIR: config.dataDir,
    ...(config.tls && { FAASLENS_TLS_CERT: config.tls.certFile, FAASLENS_TLS_KEY: config.tls.keyFile }),
    FAASLENS_INTERNAL_DIST_DIR: config.distDir,
  };
}
