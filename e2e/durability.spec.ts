import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { api, type List } from './support/api';
import { expect, test } from './support/fixtures';
import { makeRequest, seeded } from './support/kill-load';
import { createLedger, type Ledger } from './support/ledger';
import { answers, freePort, launchService, ROOT, type Service, startService } from './support/service';

/** 20 kills in all, two tests side by side. */
const KILLS = 10;
const SENDERS = 5;
/** A kill comes after so many acknowledgements and milliseconds at most; the number, not the time, makes the load. */
const MOST_ACKNOWLEDGED = 40;
const MOST_DELAY_MS = 60;
const LONGEST_LOAD_MS = 4_000;
const RANGE = 'from=now-1h&to=now';

for (const half of ['one half', 'other half']) {
  test(`a collector that is killed at any moment loses nothing acknowledged and counts nothing twice (${half})`, async () => {
    test.setTimeout(240_000);
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

function expectIntact(databaseFile: string): void {
  const db = new Database(databaseFile, { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
}

/** Starts the service, sends as soon as it takes telemetry, and kills it at a random moment of that. */
async function loadAndKill(dataDir: string, ledger: Ledger, seed: number): Promise<void> {
  const service = await launchService({ dataDir, env: await grpcPort() });
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${service.otlp}/readyz`))) {
    if (service.process.exitCode !== null || Date.now() > deadline) {
      await service.stop('SIGKILL');
      throw new Error(`it did not start after a kill:\n${service.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
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

/** Compares lists and totals with the ledger: acknowledged <= stored <= sent, each once and whole. */
async function expectNothingLostOrTwice(service: Service, ledger: Ledger): Promise<void> {
  const sent = ledger.traces('sent');
  const traces = await everything<{ traceId: string; spanCount: number }>(service.url, 'traces');
  const stored = new Map(traces.map(({ traceId, spanCount }) => [traceId, spanCount]));
  expect(stored.size).toBe(traces.length);
  const broken = traces.filter(({ traceId, spanCount }) => sent.get(traceId)?.spans !== spanCount);
  expect(broken).toEqual([]);
  expect([...ledger.traces('acknowledged').keys()].filter((traceId) => !stored.has(traceId))).toEqual([]);

  const invocations = await everything<{ traceId: string }>(service.url, 'invocations');
  expect(invocations.map(({ traceId }) => traceId).sort()).toEqual([...stored.keys()].sort());
  const { totals } = await api<{ totals: { invocations: number; errors: number } }>(
    service.url,
    `/overview?${RANGE}`,
  );
  const failed = [...stored.keys()].filter((traceId) => sent.get(traceId)?.failed);
  expect(totals).toMatchObject({ invocations: stored.size, errors: failed.length });

  const lines = (await everything<{ body: string }>(service.url, 'logs')).map(({ body }) => body);
  const distinct = new Set(lines);
  expect(distinct.size).toBe(lines.length);
  expect([...ledger.lines('acknowledged')].filter((line) => !distinct.has(line))).toEqual([]);
  const known = ledger.lines('sent');
  expect(lines.filter((line) => !known.has(line))).toEqual([]);
}

async function everything<Item>(url: string, list: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: List<Item> = await api(
      url,
      `/${list}?${RANGE}&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
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
