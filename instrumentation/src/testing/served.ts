import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

const MAX_START_MS = 60_000;

/** A server of its own process. */
export interface Served {
  readonly url: string;
  /** What it printed so far. */
  output(): string;
  /** Kills it. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
}

/** Starts a program that listens on `port` of this machine, and waits until it does. */
export async function serve({ command, args, cwd, env, port }: ServeOptions): Promise<Served> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + MAX_START_MS;
  while (!(await listens(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      await end(child);
      throw new Error(`${command} ${args.join(' ')} does not listen:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, output: () => output, stop: () => end(child) };
}

/** A port that was free a moment ago. */
export async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** By connecting and no more: a request would be one that the function under test answers. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
