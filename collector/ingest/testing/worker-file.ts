import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { newDatabase as newFile } from '@/core/database/testing';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the ingest workers as `npm run build` does, into a temporary folder from which packages still resolve. */
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
      'checkpoint-worker': 'collector/ingest/checkpoint-worker.ts',
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

/** A migrated database file in a temporary folder. */
export function newDatabase(): { databaseFile: string; remove: () => void } {
  const { file, remove } = newFile();
  return { databaseFile: file, remove };
}
