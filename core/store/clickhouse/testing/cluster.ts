import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { libraryFile, SERVER } from '../../../../scripts/chdb.mjs';
import { freePort } from '../../../../scripts/free-port.mjs';
import { type Connection, openConnection } from '../connection';
import { migrate } from '../schema/migrate';
import { VERSION_TABLE } from '../schema/schema';

/** Servers of ClickHouse that are one cluster: each a shard of its own, over their own protocol. */
export interface TestCluster {
  /** The name of a new, empty database of the current version on all of them. */
  newDatabase(): Promise<string>;
  /** As `TestEngine.returnDatabase`. */
  returnDatabase(name: string): Promise<void>;
  /** Asks the server of this number, from 0, for all of them. */
  open(database: string, server?: number): Connection;
  /** Asks one shard for its own rows alone. */
  openShard(database: string, server: number): Connection;
  stop(): Promise<void>;
}

const CLUSTER = 'two_shards';
const SHARDS = 2;
const READY_MS = 60_000;

/** Why tests cannot run servers here; null when they can. */
export async function whyNoCluster(): Promise<string | null> {
  try {
    await promisify(execFile)('python3', ['-c', 'import ctypes']);
    return null;
  } catch {
    return 'python3 is missing, which starts servers out of the library';
  }
}

/**
 * What a cluster has and these do not: Keeper, and a port at which replicas fetch from each other; they are those of
 * `clickhouse local`. So there is one replica of each shard, which is no Replicated table, and what is said to all servers
 * (ON CLUSTER) is said to one after the other. Each has a Keeper in its memory in which it can make Replicated tables, that
 * take no rows.
 */
export async function startCluster(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-shards-'));
  const ports: { readonly http: number; readonly tcp: number }[] = [];
  for (let shard = 0; shard < SHARDS; shard += 1)
    ports.push({ http: await freePort(), tcp: await freePort() });
  const config = join(folder, 'config.xml');
  writeFileSync(config, configOf(ports.map(({ tcp }) => tcp)));
  const children = ports.map(({ http, tcp }, shard) =>
    startServer(config, join(folder, `${shard}`), http, tcp),
  );
  const origins = ports.map(({ http }) => `http://127.0.0.1:${http}`);
  await Promise.all(
    origins.map((origin, shard) => untilReady(origin, children[shard]?.output ?? (() => ''))),
  );
  const servers = origins.map((origin) => openConnection(origin));
  const everywhere = async (statement: string, on: readonly Connection[]) => {
    for (const one of on) await one.command(withoutKeeper(statement));
  };
  const openShard = (database: string, server: number) => openConnection(`${origins[server]}/${database}`);
  const open = (database: string, server = 0): Connection => {
    const shards = origins.map((origin) => openConnection(`${origin}/${database}`));
    const one = openConnection(`${origins[server]}/${database}`, { cluster: CLUSTER });
    return {
      ...one,
      command: (statement) =>
        statement.includes(' ON CLUSTER ') ? everywhere(statement, shards) : one.command(statement),
      async close() {
        await Promise.all([one, ...shards].map((connection) => connection.close()));
      },
    };
  };
  const empty: string[] = [];
  let databases = 0;
  return {
    async newDatabase() {
      const returned = empty.pop();
      if (returned !== undefined) return returned;
      databases += 1;
      const name = `test_${databases}`;
      await everywhere(`CREATE DATABASE ${name}`, servers);
      const connection = open(name);
      await migrate(connection);
      await connection.close();
      return name;
    },
    async returnDatabase(name) {
      // Those in front have no rows, and no TRUNCATE.
      const tables = await servers[0]?.ask<{ name: string }>(
        `SELECT name FROM system.tables WHERE database = '${name}' AND endsWith(name, '_local')
           AND name != '${VERSION_TABLE}_local'`,
      );
      for (const table of tables ?? []) await everywhere(`TRUNCATE TABLE ${name}.${table.name}`, servers);
      empty.push(name);
    },
    open,
    openShard,
    async stop() {
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all(children.map(({ stop }) => stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withoutKeeper(statement: string): string {
  return statement.replace(/ ON CLUSTER `\w+`/, '').replace('ENGINE = Replicated', 'ENGINE = ');
}

function configOf(ports: readonly number[]): string {
  const shards = ports.map(
    (port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  return `<clickhouse>
  <remote_servers><${CLUSTER}>${shards.join('')}</${CLUSTER}></remote_servers>
  <zookeeper><implementation>testkeeper</implementation></zookeeper>
  <macros><shard>1</shard><replica>1</replica></macros>
  <logger><level>none</level></logger>
</clickhouse>`;
}

function startServer(config: string, folder: string, http: number, tcp: number) {
  const child = spawn(
    'python3',
    [
      SERVER,
      libraryFile(),
      `--config-file=${config}`,
      `--path=${folder}`,
      '--listen_host=127.0.0.1',
      `--http_port=${http}`,
      `--tcp_port=${tcp}`,
      `--query=SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; ${UNTIL_KILLED}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  return {
    output: () => `${child.exitCode ?? ''} ${output}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const UNTIL_KILLED = 'SELECT sleepEachRow(1) FROM numbers(1000000) SETTINGS max_block_size = 1 FORMAT Null';

async function untilReady(origin: string, output: () => string): Promise<void> {
  for (const deadline = Date.now() + READY_MS; ; ) {
    const isReady = await fetch(`${origin}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadline) throw new Error(`a server of ClickHouse does not start: ${output()}`);
    await wait(100);
  }
}
