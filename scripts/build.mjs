// Builds everything that runs: Prisma Client, the workers and the command (dist/), the npm package, the dashboard.
// --workers: only what changes without touching the dashboard (a second or two).
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { compressBeside } from './compress-beside.mjs';
import { step } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const workersOnly = process.argv.includes('--workers');

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

await bundle(root);

await step('instrumentation package', process.execPath, ['instrumentation/build.mjs'], { cwd: root });

if (!workersOnly) {
  await step('dashboard', process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const statics = join(root, '.next/standalone/.next/static');
  rmSync(statics, { recursive: true, force: true });
  cpSync(join(root, '.next/static'), statics, { recursive: true });
  await compressBeside(statics);
  // The server does not need the folder that it was built in, and nobody else should read it.
  for (const file of ['server.js', '.next/required-server-files.json']) {
    const path = join(root, '.next/standalone', file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(root.replace(/[/\\]$/, ''), '/faaslens'));
  }
  if (existsSync(join(root, 'public'))) {
    cpSync(join(root, 'public'), join(root, '.next/standalone/public'), { recursive: true });
  }
}
