import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/slow-first';

/** Tests that replace modules, and those that load the package, which keeps the state of a process, into their own. */
const ISOLATED = [
  'app/_queries/access.test.ts',
  'examples/platforms.test.mjs',
  'instrumentation/src/{api,extras,invocation,readme}.test.ts',
  'instrumentation/src/{aws-lambda,azure-functions,export,host,logs,modules,outgoing,payload,trace}/**/*.test.ts',
];
const PACKAGE_FOLDER = './instrumentation/src/testing/package-folder.ts';
const EXCLUDED = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    pool: 'forks',
    // Many tests wait for a process, a socket or a clock: one more than the cores of a small machine keeps it busy.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // Only what hangs takes so long, on a busy machine too.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'service',
          globalSetup: ['./scripts/test-folder.mjs', PACKAGE_FOLDER],
          // Files of one process share what they import, which is half of their time.
          isolate: false,
          include: ['{app,collector,core,cli,scripts,bench,instrumentation,examples}/**/*.test.{ts,tsx,mjs}'],
          exclude: [...EXCLUDED, ...ISOLATED],
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          globalSetup: PACKAGE_FOLDER,
          isolate: true,
          include: ISOLATED,
          exclude: EXCLUDED,
        },
      },
    ],
  },
});
