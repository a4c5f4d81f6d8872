import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOR_FEW_ROWS, FRONT, installChdb, isCi } from '../../scripts/chdb.mjs';

/** ClickHouse's engine in a process of its own. */
export interface Engine {
  /** Settings of a service that keeps telemetry in it. */
  readonly env: Readonly<Record<string, string>>;
  /** An empty database beside that of `env`, which whoever is given its settings makes. */
  newDatabase(): {
    readonly name: string;
    readonly env: Readonly<Record<string, string>>;
    drop(): Promise<void>;
  };
  /** A way to it that can be shut, and opened again. */
  startDoor(): Promise<Door>;
  /** Runs a statement and answers what it says as tab-separated text; `body` is what it inserts. */
  run(statement: string, body?: string): Promise<string>;
  stop(): Promise<void>;
}

export interface Door {
  readonly env: Readonly<Record<string, string>>;
  shut(): void;
  open(): void;
  stop(): void;
}

/** Why the engine cannot be had here; null when it can. In CI that is an error. */
export async function whyNoEngine(): Promise<string | null> {
  const why = await installChdb();
  if (why !== null && isCi) throw new Error(why);
  return why;
}

export async function startEngine(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-chdb-'));
  const child = spawn(process.execPath, ['--max-http-header-size=8388608', FRONT, folder, ...FOR_FEW_ROWS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [told] = await once(child.stdout, 'data');
  const port = Number(String(told).trim());
  let databases = 0;
  const run = async (statement: string, body = '') => {
    const address = `http://127.0.0.1:${port}/?query=${encodeURIComponent(statement)}`;
    const answer = await fetch(address, { method: 'POST', body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${statement}: ${text}`);
    return text;
  };
  return {
    env: envOf(port),
    newDatabase() {
      databases += 1;
      const name = `e2e_${databases}`;
      return {
        name,
        env: { ...envOf(port), FAASLENS_CLICKHOUSE_DATABASE: name },
        async drop() {
          await run(`DROP DATABASE IF EXISTS ${name}`);
        },
      };
    },
    startDoor: () => startDoor(port),
    run,
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function envOf(port: number): Readonly<Record<string, string>> {
  return { FAASLENS_STORE: 'clickhouse', FAASLENS_CLICKHOUSE_URL: `http://127.0.0.1:${port}` };
}

async function startDoor(to: number): Promise<Door> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const end = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((inside) => {
    if (!isOpen) {
      inside.destroy();
      return;
    }
    const outside = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the door has no port');
  return {
    env: envOf(address.port),
    shut() {
      isOpen = false;
      end();
    },
    open() {
      isOpen = true;
    },
    stop() {
      end();
      server.close();
    },
  };
}
