import { defineConfig } from '@playwright/test';
import type { EngineFixtures } from './support/fixtures';

const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig<object, EngineFixtures>({
  testDir: '.',
  outputDir: '../test-results',
  // A test waits half of its time for a start, a page or the next minute: four at a time keep two cores busy.
  workers: 4,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  projects: projectsOf(process.env.E2E_ENGINE),
  use: {
    viewport: { width: 1280, height: 900 },
    // Recording every test costs a third of the processor: `TRACE=1` asks for it where a failure needs a closer look.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

/** The engine that the services of the tests keep telemetry in: SQLite, and ClickHouse for the main stories, unless told. */
function projectsOf(engine: string | undefined) {
  const ofSqlite = { name: 'sqlite', use: { engine: 'sqlite' } } as const;
  // Its engine takes one statement after the other here, each some ten times as long as one of SQLite.
  const patience = { timeout: 240_000, expect: { timeout: 45_000 } };
  const ofClickHouse = { name: 'clickhouse', use: { engine: 'clickhouse' }, ...patience } as const;
  if (engine === undefined) return [ofSqlite, { ...ofClickHouse, grep: /@both/ }];
  if (engine === 'sqlite') return [ofSqlite];
  if (engine === 'clickhouse') return [ofClickHouse];
  throw new Error(`E2E_ENGINE=${engine}: must be sqlite or clickhouse`);
}
