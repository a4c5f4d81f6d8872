import { test as base, expect } from '@playwright/test';
import { type Service, type ServiceOptions, startService } from './service';

interface Fixtures {
  readonly serviceOptions: ServiceOptions;
  /** A service of the test's own with an empty database. */
  readonly service: Service;
}

export const test = base.extend<Fixtures>({
  serviceOptions: [{}, { option: true }],
  service: async ({ serviceOptions }, use, testInfo) => {
    const service = await startService(serviceOptions);
    await use(service);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('service output', { body: service.output(), contentType: 'text/plain' });
    }
    await service.stop();
    service.discard();
  },
});

export { expect };
