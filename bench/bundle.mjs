import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './start-service.mjs';

const DIST = join(ROOT, 'dist');
const FILE = join(ROOT, 'dist/bench-engine.mjs');
/** That of the thread which brings the write-ahead log into the file. */
export const CHECKPOINT_FILE = join(ROOT, 'dist/bench-checkpoint-worker.mjs');
/** The thread of a backtest. */
export const BACKTEST_WORKER = join(ROOT, 'dist/bench-backtest-worker.mjs');

/** Bundles the parts of Faaslens that are measured without the service: today's sources, not the last build. */
export async function bundleEngine() {
  removeOld();
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      'bench-engine': 'bench/engine.ts',
      'bench-checkpoint-worker': 'collector/ingest/checkpoint-worker.ts',
      'bench-backtest-worker': 'core/data/backtest-worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // As in what is shipped, what a thread does not use is not read by it: a client of ClickHouse takes longer than the rest.
    splitting: true,
    chunkNames: 'bench-[name]-[hash]',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
}

/** The bundle that the bench's first process made. */
export function importEngine() {
  return import(pathToFileURL(FILE).href);
}

/** Chunks are named by what is in them. */
function removeOld() {
  try {
    for (const name of readdirSync(DIST)) if (/^bench-.*\.mjs$/.test(name)) rmSync(join(DIST, name));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
