import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { api, type List } from './support/api';
import { expect, test } from './support/fixtures';
import { ROOT, startService } from './support/service';

const SENDERS = 4;
const KILL_AFTER_MS = [400, 900, 1700];

/** One invocation span and its child, as OTLP/JSON. */
function request(traceId: string): string {
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = (spanId: string, extra: object) => ({
    traceId,
    spanId,
    name: 'checkout',
    kind: 2,
    startTimeUnixNano: String(now - 5_000_000n),
    endTimeUnixNano: String(now),
    ...extra,
  });
  const root = randomBytes(8).toString('hex');
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'faas.name', value: { stringValue: 'checkout' } }] },
        scopeSpans: [
          {
            spans: [
              span(root, { attributes: [{ key: 'faas.trigger', value: { stringValue: 'http' } }] }),
              span(randomBytes(8).toString('hex'), { parentSpanId: root, name: 'child', kind: 3 }),
            ],
          },
        ],
      },
    ],
  });
}

test('a collector that is killed in the middle of ingest loses nothing that it acknowledged', async () => {
  test.setTimeout(180_000);
  let service = await startService();
  const { dataDir } = service;
  const acknowledged: string[] = [];
  let sent = 0;

  for (const killAfterMs of KILL_AFTER_MS) {
    let running = true;
    const sender = async () => {
      while (running) {
        const traceId = randomBytes(16).toString('hex');
        sent += 1;
        try {
          const response = await fetch(`${service.otlp}/v1/traces`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: request(traceId),
          });
          if (response.status === 200) acknowledged.push(traceId);
        } catch {
          return;
        }
      }
    };
    const senders = Array.from({ length: SENDERS }, sender);
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    await service.stop('SIGKILL');
    running = false;
    await Promise.all(senders);
    service = await startService({ dataDir });
  }

  expect(acknowledged.length).toBeGreaterThan(50);
  const missing: string[] = [];
  for (const traceId of acknowledged) {
    const response = await fetch(`${service.url}/api/v1/traces/${traceId}`);
    const trace = response.ok ? ((await response.json()) as { spans: unknown[] }) : { spans: [] };
    if (trace.spans.length !== 2) missing.push(traceId);
  }
  expect(missing).toEqual([]);

  const { totals } = await api<{ totals: { invocations: number } }>(
    service.url,
    '/overview?from=now-1h&to=now',
  );
  const stored = await countInvocations(service.url);
  expect(totals.invocations).toBe(stored);
  expect(stored).toBeGreaterThanOrEqual(acknowledged.length);
  expect(stored).toBeLessThanOrEqual(sent);
  await service.stop();
  service.discard();
});

async function countInvocations(url: string): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: List<unknown> = await api(
      url,
      `/invocations?from=now-1h&to=now&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    count += page.items.length;
    cursor = page.nextCursor;
  }
  return count;
}

test('stops cleanly, and uses one database whatever folder it is started from', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const env = { FAASLENS_DATA_DIR: relative(ROOT, dataDir) };
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
