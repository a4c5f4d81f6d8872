import { test as base, expect, type TestInfo } from '@playwright/test';
import { untilAlive } from './alive';
import { type Engine, startEngine, whyNoEngine } from './clickhouse';
import { type Service, type ServiceOptions, startService } from './service';

interface Fixtures {
  readonly serviceOptions: ServiceOptions;
  /** Settings of a service that keeps telemetry in an empty database of the test's own. */
  readonly storeEnv: Readonly<Record<string, string>>;
  /** A service of the test's own with an empty database. */
  readonly service: Service;
}

/** What a project of playwright.config.ts chooses, and what a worker starts for it. */
export interface EngineFixtures {
  readonly engine: 'sqlite' | 'clickhouse';
  /** Null for SQLite; a text says why ClickHouse cannot be had. */
  readonly clickhouse: Engine | string | null;
}

/** The engine answers one question after the other: on a busy machine a screen is given up, and a person asks again. */
const ATTEMPTS = 3;

export const test = base.extend<Fixtures, EngineFixtures>({
  engine: ['sqlite', { option: true, scope: 'worker' }],
  clickhouse: [
    async ({ engine }, use) => {
      const why = engine === 'sqlite' ? null : await whyNoEngine();
      if (engine === 'sqlite' || why !== null) return use(why);
      const clickhouse = await startEngine();
      await use(clickhouse);
      await clickhouse.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  page: async ({ page, engine }, use) => {
    const givenUp = page.getByRole('heading', { name: 'This took too long' });
    for (const name of ['goto', 'reload'] as const) {
      const go = page[name].bind(page) as (...given: unknown[]) => ReturnType<typeof page.goto>;
      page[name] = async (...given: unknown[]) => {
        for (let attempt = 1; ; attempt += 1) {
          const response = await go(...given);
          await untilAlive(page);
          const isLast = engine === 'sqlite' || attempt === ATTEMPTS;
          if (isLast || !(await givenUp.isVisible())) return response;
        }
      };
    }
    await use(page);
  },
  serviceOptions: [{}, { option: true }],
  storeEnv: async ({ clickhouse }, use, testInfo) => {
    if (clickhouse === null) return use({});
    if (typeof clickhouse === 'string') return testInfo.skip(true, `NOT TESTED: ClickHouse. ${clickhouse}`);
    const database = clickhouse.newDatabase();
    await use(database.env);
    await database.drop();
  },
  service: async ({ serviceOptions, storeEnv }, use, testInfo) => {
    const service = await startService({ ...serviceOptions, env: { ...storeEnv, ...serviceOptions.env } });
    await use(service);
    await tellOnFailure(service, testInfo);
    await service.stop();
    service.discard();
  },
});

/**
 * For tests that do not mind what the others leave behind: they share one service, and run one after the other. Holds for
 * the file or group in which it is called; `prepare` is done once, before the first of them.
 */
export function withOneService(prepare: (service: Service) => Promise<void> = async () => {}) {
  let one: Service | null = null;
  let drop: (() => Promise<void>) | undefined;
  const shared = test.extend<Pick<Fixtures, 'service'>>({
    service: async ({ serviceOptions, clickhouse }, use, testInfo) => {
      if (typeof clickhouse === 'string') return testInfo.skip(true, `NOT TESTED: ClickHouse. ${clickhouse}`);
      if (one === null) {
        const database = clickhouse?.newDatabase();
        drop = database?.drop;
        one = await startService({ ...serviceOptions, env: { ...database?.env, ...serviceOptions.env } });
        await prepare(one);
      }
      await use(one);
      await tellOnFailure(one, testInfo);
    },
  });
  shared.describe.configure({ mode: 'default' });
  shared.afterAll(async () => {
    await one?.stop();
    one?.discard();
    await drop?.();
  });
  return shared;
}

async function tellOnFailure(service: Service, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  await testInfo.attach('service output', { body: service.output(), contentType: 'text/plain' });
}

export { expect };
