import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{app,collector,core,cli,scripts,instrumentation,examples}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // Many tests wait for a process, a socket or a clock: one more than the cores of a small machine keeps it busy.
    maxWorkers: 3,
    testTimeout: 20_000,
  },
});
