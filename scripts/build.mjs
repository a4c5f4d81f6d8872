// Builds everything that runs: Prisma Client, the workers and the command (dist/), the npm package, the dashboard.
// --workers: only what changes without touching the dashboard (a second or two).
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { step } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const workersOnly = process.argv.includes('--workers');

/** One file in dist/ for each program and thread; packages stay outside so that drivers load from node_modules. */
const ENTRIES = {
  cli: 'cli/main.ts',
  'ingest-worker': 'collector/ingest/worker.ts',
  'store-worker': 'collector/ingest/store-worker.ts',
  'background-worker': 'collector/background/worker.ts',
  'alert-worker': 'collector/background/alert-worker.ts',
  'dashboard-guard': 'collector/dashboard/guard.ts',
  data: 'core/data/index.ts',
  'data-worker': 'core/data/worker.ts',
  'backtest-worker': 'core/data/backtest-worker.ts',
  'query-worker': 'cli/query-worker.ts',
};

await step(
  'Prisma Client',
  process.execPath,
  [join(root, 'node_modules/prisma/build/index.js'), 'generate'],
  {
    cwd: root,
    // Generating needs no engine, but Prisma looks for one and would fetch it: any existing file keeps it offline.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  },
);

await bundle({
  absWorkingDir: root,
  entryPoints: ENTRIES,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});

await step('instrumentation package', process.execPath, ['instrumentation/build.mjs'], { cwd: root });

if (!workersOnly) {
  await step('dashboard', process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const statics = join(root, '.next/standalone/.next/static');
  rmSync(statics, { recursive: true, force: true });
  cpSync(join(root, '.next/static'), statics, { recursive: true });
  // The server does not need the folder that it was built in, and nobody else should read it.
  for (const file of ['server.js', '.next/required-server-files.json']) {
    const path = join(root, '.next/standalone', file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(root.replace(/[/\\]$/, ''), '/faaslens'));
  }
  if (existsSync(join(root, 'public'))) {
    cpSync(join(root, 'public'), join(root, '.next/standalone/public'), { recursive: true });
  }
}
