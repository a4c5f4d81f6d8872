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

/** How long to wait for an answer: asking again would only add to the load of a server that is starting. */
const ANSWER_MS = 10_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A dashboard that ran this long had started well, so its next restart is immediate again. */
const STEADY_MS = 60_000;

export interface Dashboard {
  /** Resolves when the dashboard answers; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Asks the process to end and waits; kills it after 5 s. */
  stop(): Promise<void>;
}

/** Throws if another program holds the port; the message names the setting that changes it. */
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
 * Starts the dashboard as a child process and restarts it whenever it exits by itself. It may start before the database is
 * usable, and refuses all requests until `databaseIsUp` resolves.
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
    // A rejection is reported by whoever awaits the database; a process that has exited needs no message.
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

/** Starts the process, or returns null if it cannot be started; `ended` is called exactly once in either case. */
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
    // When out of memory, spawn throws instead of emitting an error event.
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
 * The dashboard gets our settings with absolute paths, because its server changes its working directory, and with the values
 * of `_FILE` settings in place of their file names.
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
