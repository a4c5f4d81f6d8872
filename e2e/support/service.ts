import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Only what hangs takes so long, on a busy machine too. */
const READY_MS = 120_000;

export interface Service {
  readonly url: string;
  readonly otlp: string;
  readonly dataDir: string;
  /** The settings it was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Ends it; SIGTERM unless told otherwise. Answers the exit code, null after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Removes its data. */
  discard(): void;
}

export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it is to do; `start` unless told. */
  readonly verb?: 'start' | 'demo' | 'collect';
  readonly args?: readonly string[];
  /** Take over the data of an earlier one. */
  readonly dataDir?: string;
  readonly cwd?: string;
  /** The program that runs it; this Node unless named. */
  readonly node?: string;
  /** Where the command lies; this checkout unless named. */
  readonly command?: string;
}

/** Starts the command as its own process on free ports, without waiting for it to be ready. */
export async function launchService(options: ServiceOptions = {}): Promise<Service> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const [port, otlpPort, grpcPort] = [await freePort(), await freePort(), await freePort()];
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:FAASLENS|OTEL)_/.test(name));
  const env = {
    FAASLENS_DATA_DIR: dataDir,
    FAASLENS_PORT: String(port),
    FAASLENS_OTLP_HTTP_PORT: String(otlpPort),
    FAASLENS_OTLP_GRPC_PORT: String(grpcPort),
    ...options.env,
  };
  const child = spawn(
    options.node ?? process.execPath,
    [options.command ?? join(ROOT, 'bin/faaslens.mjs'), options.verb ?? 'start', ...(options.args ?? [])],
    {
      cwd: options.cwd ?? ROOT,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return {
    url: `http://127.0.0.1:${port}`,
    otlp: `http://127.0.0.1:${otlpPort}`,
    dataDir,
    env,
    process: child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, 'exit');
      return child.exitCode;
    },
    discard: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** Starts the command and waits until it says that it is ready. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const service = await launchService(options);
  const deadline = Date.now() + READY_MS;
  while (!service.output().includes('Faaslens is ready')) {
    if (service.process.exitCode !== null) throw new Error(`the service ended:\n${service.output()}`);
    if (Date.now() > deadline) {
      await service.stop('SIGKILL');
      throw new Error(`the service was not ready within ${READY_MS / 1000} s:\n${service.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return service;
}

/** Resolves as soon as it takes telemetry; sooner than it is ready, because the dashboard starts last. */
export async function untilTaking(service: Service): Promise<void> {
  const deadline = Date.now() + READY_MS;
  const port = Number(new URL(service.otlp).port);
  // Where nobody listens a request takes three times the work, and the service needs the processor to start.
  while (!(await isOpen(port)) || !(await answers(`${service.otlp}/readyz`))) {
    if (service.process.exitCode !== null || Date.now() > deadline) {
      await service.stop('SIGKILL');
      throw new Error(`it did not start after a kill:\n${service.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}
