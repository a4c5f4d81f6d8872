import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the ingest workers as `npm run build` does, to a folder of its own where packages still resolve. */
export async function buildWorker(): Promise<{ workerFile: string; remove: () => void }> {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'faaslens-ingest-'));
  const workerFile = join(folder, 'ingest-worker.js');
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      'ingest-worker': 'collector/ingest/worker.ts',
      'store-worker': 'collector/ingest/store-worker.ts',
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return { workerFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A migrated database file in a folder of its own. */
export function newDatabase(): { databaseFile: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-ingest-'));
  const databaseFile = join(folder, 'faaslens.db');
  const database = openDatabase(databaseFile);
  migrate(database, join(ROOT, 'prisma', 'migrations'));
  database.close();
  return { databaseFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
