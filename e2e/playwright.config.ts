import { defineConfig } from '@playwright/test';
import type { EngineFixtures } from './support/fixtures';

const executablePath = process.env.CHROMIUM_PATH;

/** What takes minutes is begun first: else one worker would be at it when the others are done. */
const LONGEST = [
  'alerts',
  'cluster',
  'explore-stories',
  'hostile-strings',
  'layout-shift',
  'screens',
  'tidying-kills',
  'trace-page',
  'walk',
].map((name) => `**/${name}.spec.ts`);

export default defineConfig<object, EngineFixtures>({
  testDir: '.',
  outputDir: '../test-results',
  // A test waits half of its time for a start, a page or the next minute: four at a time keep two cores busy.
  workers: 4,
  fullyParallel: true,
  // Only what hangs takes so long, on a machine that is slow and busy too.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  // What passes only then is named at the end of npm test.
  retries: 1,
  projects: projectsOf(process.env.E2E_ENGINE),
  use: {
    viewport: { width: 1280, height: 900 },
    // What pulses while it loads is drawn sixty times a second, by the processor.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording every test costs a third of the processor: `TRACE=1` asks for it where a failure needs a closer look.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        // Drawing in a process of its own copies every frame from one to the other.
        '--in-process-gpu',
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
  const ofClickHouse = { name: 'clickhouse', use: { engine: 'clickhouse' } } as const;
  const inOrder = [
    { ...ofSqlite, testMatch: LONGEST },
    { ...ofSqlite, testIgnore: LONGEST },
  ];
  // Each worker of it starts an engine, in which one statement takes some ten times as long as in SQLite.
  if (engine === undefined) return [{ ...ofClickHouse, grep: /@both/, workers: 2 }, ...inOrder];
  if (engine === 'sqlite') return inOrder;
  if (engine === 'clickhouse') return [ofClickHouse];
  throw new Error(`E2E_ENGINE=${engine}: must be sqlite or clickhouse`);
}
