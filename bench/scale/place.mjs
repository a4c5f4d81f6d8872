import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRONT, installChdb } from '../../scripts/chdb.mjs';
import { sizeOnDisk } from '../ingest/watch.mjs';
import { ROOT } from '../start-service.mjs';

/** An empty store of the engine `sqlite` or `clickhouse`, in a folder of its own. */
export function openPlace(engine, parts) {
  return engine === 'clickhouse' ? inClickHouse() : inSqlite(parts);
}

function inSqlite({ migrate, openDatabase }) {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-scale-'));
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, join(ROOT, 'prisma/migrations'));
  db.close();
  return {
    place: { databaseFile },
    size: async () => sizeOnDisk(databaseFile),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** ClickHouse's engine in one process, behind the front of the tests: statements run one after the other. */
async function inClickHouse() {
  const why = await installChdb();
  if (why !== null) throw new Error(why);
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-scale-'));
  const child = spawn(process.execPath, ['--max-http-header-size=8388608', FRONT, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return {
    place: {
      databaseFile: '',
      clickhouse: { url: `http://127.0.0.1:${String(port).trim()}/bench`, cluster: null },
    },
    size: async () => ({ bytes: await bytesIn(folder), free: 0 }),
    async remove() {
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function bytesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
