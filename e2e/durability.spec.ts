import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { freePort } from '../scripts/free-port.mjs';
import { api } from './support/api';
import { expect, test } from './support/fixtures';
import { expectIntact, expectNothingLostOrTwice } from './support/integrity';
import { makeRequest, seeded } from './support/kill-load';
import { createLedger, type Ledger } from './support/ledger';
import { launchService, ROOT, startService, untilTaking } from './support/service';

/** In each of two tests, side by side; with those that kills.spec.ts aims under load 20 in all. */
const KILLS = 8;
const SENDERS = 5;
/** A kill comes after so many acknowledgements and milliseconds at most; the number, not the time, makes the load. */
const MOST_ACKNOWLEDGED = 40;
const MOST_DELAY_MS = 60;
const LONGEST_LOAD_MS = 4_000;

test.skip(({ engine }) => engine !== 'sqlite', "about SQLite's file; cluster.spec.ts kills over ClickHouse");

for (const half of ['one half', 'other half']) {
  test(`a collector that is killed at any moment loses nothing acknowledged and counts nothing twice (${half})`, async () => {
    // E2E_SEED repeats the moments of the kills and what each sender sends; what is under way then is up to the machine.
    const seed = Number(process.env.E2E_SEED ?? randomInt(2 ** 31));
    console.log(`durability: E2E_SEED=${seed}`);
    const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
    const ledger = createLedger();
    for (let kill = 0; kill < KILLS; kill += 1)
      await loadAndKill(dataDir, ledger, seed + kill * (SENDERS + 1));

    const service = await startService({ dataDir, env: await grpcPort() });
    try {
      await expectNothingLostOrTwice(service, ledger);
      const [all, acknowledged] = [ledger.traces('sent').size, ledger.traces('acknowledged').size];
      console.log(
        `durability: ${KILLS} kills, ${ledger.sent.length} requests, ${ledger.repeats()} repeated; ${acknowledged} of ${all} traces and ${ledger.lines('acknowledged').size} of ${ledger.lines('sent').size} log lines acknowledged`,
      );
      // Senders repeat what was not acknowledged, and some of them everything.
      for (const request of ledger.sent) expect(await ledger.send(service.otlp, request)).toBe(true);
      expect(ledger.traces('acknowledged').size).toBe(all);
      await expectNothingLostOrTwice(service, ledger);
      // Else the kills met no load, and all of this shows nothing.
      expect(ledger.sent.length).toBeGreaterThan(5 * KILLS);
      expect(ledger.lines('acknowledged').size).toBeGreaterThan(100);
      expect(await service.stop()).toBe(0);
      expectIntact(join(dataDir, 'faaslens.db'));
    } finally {
      await service.stop('SIGKILL');
      service.discard();
    }
  });
}

/** Starts the service, sends as soon as it takes telemetry, and kills it at a random moment of that. */
async function loadAndKill(dataDir: string, ledger: Ledger, seed: number): Promise<void> {
  const service = await launchService({ dataDir, env: await grpcPort() });
  await untilTaking(service);
  const sender = async (_: unknown, number: number) => {
    const random = seeded(seed + 1 + number);
    for (;;) {
      const request = ledger.toRepeat(random) ?? makeRequest(random);
      if (!(await ledger.send(service.otlp, request))) return;
    }
  };
  const senders = Promise.all(Array.from({ length: SENDERS }, sender));
  const random = seeded(seed);
  const wanted = ledger.acknowledgements() + Math.floor(random() * (MOST_ACKNOWLEDGED + 1));
  const until = Date.now() + LONGEST_LOAD_MS;
  while (ledger.acknowledgements() < wanted && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await new Promise((resolve) => setTimeout(resolve, random() * MOST_DELAY_MS));
  await service.stop('SIGKILL');
  await senders;
}

/** A port of its own, because services of other tests run beside this one. */
async function grpcPort(): Promise<Readonly<Record<string, string>>> {
  return { FAASLENS_OTLP_GRPC_PORT: String(await freePort()) };
}

/** One invocation span as OTLP/JSON. */
function request(traceId: string): string {
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: 'checkout',
    kind: 2,
    startTimeUnixNano: String(now - 5_000_000n),
    endTimeUnixNano: String(now),
    attributes: [{ key: 'faas.trigger', value: { stringValue: 'http' } }],
  };
  const resource = { attributes: [{ key: 'faas.name', value: { stringValue: 'checkout' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
}

test('stops cleanly, and uses one database whatever folder it is started from', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const env = { FAASLENS_DATA_DIR: relative(ROOT, dataDir), ...(await grpcPort()) };
  const traceId = randomBytes(16).toString('hex');

  const first = await startService({ dataDir, env });
  const headers = { 'content-type': 'application/json' };
  expect(
    (await fetch(`${first.otlp}/v1/traces`, { method: 'POST', headers, body: request(traceId) })).status,
  ).toBe(200);
  expect(await first.stop('SIGTERM')).toBe(0);

  const second = await startService({ dataDir, env, cwd: '/' });
  expect(await api(second.url, `/traces/${traceId}`)).toMatchObject({ traceId });
  expect(second.output()).toContain(`Data       ${dataDir}`);
  expect(second.output()).toContain(`cd "${ROOT}examples"`);
  expect(await second.stop('SIGINT')).toBe(0);
  second.discard();
});
