import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/slow-first';

/** Tests that replace modules, and those of the package, which keeps the state of a process. */
const ISOLATED = ['app/_queries/access.test.ts', '{instrumentation,examples}/**/*.test.{ts,mjs}'];
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
          globalSetup: './scripts/test-folder.mjs',
          // Files of one process share what they import, which is half of their time.
          isolate: false,
          include: ['{app,collector,core,cli,scripts,bench}/**/*.test.{ts,tsx,mjs}'],
          exclude: [...EXCLUDED, ...ISOLATED],
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          globalSetup: './instrumentation/src/testing/package-folder.ts',
          isolate: true,
          include: ISOLATED,
          exclude: EXCLUDED,
        },
      },
    ],
  },
});
