import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOR_FEW_ROWS, FRONT, installChdb, isCi } from '../../../../scripts/chdb.mjs';
import { openConnection } from '../connection';
import { migrate } from '../schema/migrate';
import { VERSION_TABLE } from '../schema/schema';

/** ClickHouse's real engine in a process of its own, behind its HTTP interface. */
export interface TestEngine {
  /** The address of a new, empty database of the current version. */
  newDatabase(): Promise<string>;
  /** Takes back a database that nobody uses any more: emptied, it is the next new one, since making tables is slow. */
  returnDatabase(address: string): Promise<void>;
  /** As if somebody had removed it. */
  dropDatabase(address: string): Promise<void>;
  /** Makes it refuse everything, as a server that is away, or no more. */
  setAway(away: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Why tests cannot run the engine here; null when they can. In CI it is an error instead. */
export async function whyNoEngine(): Promise<string | null> {
  const why = await installChdb();
  if (why === null) return null;
  if (isCi) throw new Error(why);
  process.stderr.write(`\nNOT TESTED: the ClickHouse engine. ${why}\n\n`);
  return why;
}

export async function startEngine(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-chdb-'));
  const child = spawn(process.execPath, ['--max-http-header-size=8388608', FRONT, folder, ...FOR_FEW_ROWS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  const origin = `http://127.0.0.1:${String(port).trim()}`;
  const server = openConnection(origin);
  const empty: string[] = [];
  let databases = 0;
  return {
    async newDatabase() {
      const returned = empty.pop();
      if (returned !== undefined) return returned;
      databases += 1;
      const name = `test_${databases}`;
      await server.command(`CREATE DATABASE ${name}`);
      const address = `${origin}/${name}`;
      const connection = openConnection(address);
      await migrate(connection);
      await connection.close();
      return address;
    },
    async returnDatabase(address) {
      const name = new URL(address).pathname.slice(1);
      await server.command(`TRUNCATE ALL TABLES FROM ${name} NOT LIKE '${VERSION_TABLE}'`);
      // Not as it was given: something may stand between its user and the engine.
      empty.push(`${origin}/${name}`);
    },
    async dropDatabase(address) {
      await server.command(`DROP DATABASE ${new URL(address).pathname.slice(1)}`);
    },
    async setAway(away) {
      await fetch(`${origin}/away?on=${Number(away)}`);
    },
    async stop() {
      await server.close();
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
