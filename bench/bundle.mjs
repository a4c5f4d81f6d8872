import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './start-service.mjs';

const FILE = join(ROOT, 'dist/bench-engine.mjs');

/** Bundles the parts of Faaslens that are measured without the service: today's sources, not the last build. */
export async function bundleEngine() {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['bench/engine.ts'],
    outfile: FILE,
    bundle: true,
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
