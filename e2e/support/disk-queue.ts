import { expect } from '@playwright/test';
import type { Door } from './clickhouse';
import { makeRequest } from './kill-load';
import type { Ledger } from './ledger';
import { launchService, type Service, untilTaking } from './service';

const REQUESTS = 4;

/** A collector acknowledges while ClickHouse is away, is killed, and its successor brings what it had. */
export async function expectQueueToSurviveKill(
  door: Door,
  ledger: Ledger,
  random: () => number,
  run: (service: Promise<Service>) => Promise<Service>,
): Promise<void> {
  const env = { ...door.env, FAASLENS_CLICKHOUSE_QUEUE_MB: '5' };
  const collector = await run(launchService({ verb: 'collect', env }));
  await untilTaking(collector);
  door.shut();
  const before = ledger.acknowledgements();
  for (let request = 0; request < REQUESTS; request += 1)
    await ledger.send(collector.otlp, makeRequest(random));
  expect(ledger.acknowledgements()).toBe(before + REQUESTS);
  await collector.stop('SIGKILL');
  door.open();
  await run(launchService({ verb: 'collect', env, dataDir: collector.dataDir }));
}
