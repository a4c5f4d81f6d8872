import { test as base, expect } from '@playwright/test';
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
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('service output', { body: service.output(), contentType: 'text/plain' });
    }
    await service.stop();
    service.discard();
  },
});

export { expect };
