import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import { DEFAULT_REDACTION } from '@/core/model/redaction/rule';
import { openReader } from '@/core/store/index';
import { countRedactions } from './count-redactions';
import { createIngest, type IngestThread } from './ingest';
import { buildWorker, newDatabase } from './testing/worker-file';

const START_MS = Date.parse('2026-11-01');
const SECRET = 'hunter2-in-every-place';

let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: IngestThread;
const counted: RedactionCounts[] = [];

beforeAll(async () => {
  worker = await buildWorker();
  database = newDatabase();
  ingest = createIngest({
    workerFile: worker.workerFile,
    databaseFile: database.databaseFile,
    log: pino({ level: 'silent' }),
    onRedacted: (counts) => counted.push(counts),
  });
});
afterAll(async () => {
  await ingest.close();
  database.remove();
  worker.remove();
});

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const ns = `${BigInt(START_MS) * 1_000_000n}`;

/** A failed span with the secret everywhere that a sender can put text. */
function spans(traceId: string): Uint8Array {
  const attributes = [text('password', SECRET), text('url.full', `https://x.example/?token=${SECRET}`)];
  const span = {
    traceId,
    spanId: '00000000000000a1',
    name: `GET /x?token=${SECRET}`,
    kind: 2,
    startTimeUnixNano: ns,
    endTimeUnixNano: ns,
    attributes,
    status: { code: 2, message: `password=${SECRET}` },
    events: [
      {
        name: 'exception',
        timeUnixNano: ns,
        attributes: [
          text('exception.type', 'Denied'),
          text('exception.message', `no postgres://app:${SECRET}@db/x`),
        ],
      },
    ],
    links: [{ traceId: 'b'.repeat(32), spanId: 'b'.repeat(16), attributes }],
  };
  const resource = { attributes: [text('faas.name', 'shop'), text('app.client_secret', SECRET)] };
  const scope = { name: 'test', attributes };
  return json({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] });
}

function logs(): Uint8Array {
  const body = {
    kvlistValue: { values: [text('apiKey', SECRET), text('note', `Authorization: Bearer ${SECRET}`)] },
  };
  const records = [
    { timeUnixNano: ns, severityNumber: 9, body, attributes: [text('http.request.header.cookie', SECRET)] },
    { timeUnixNano: ns, severityNumber: 17, body: { stringValue: `secret: ${SECRET}` } },
  ];
  return json({ resourceLogs: [{ resource: {}, scopeLogs: [{ logRecords: records }] }] });
}

it('keeps no secret of a span or a log record on the disk, and counts what it took out', async () => {
  await ingest.submit('traces', 'json', spans('a'.repeat(32)));
  await ingest.submit('logs', 'json', logs());
  const reader = await openReader({ databaseFile: database.databaseFile });
  const found = JSON.stringify([
    await reader.spans('a'.repeat(32), 10),
    await reader.logs({ range: { fromMs: START_MS - 1000, toMs: START_MS + 1000 }, limit: 10 }),
  ]);
  await reader.close();
  expect(found).not.toContain(SECRET);
  expect(found).toContain('[redacted key-name]');
  for (const file of [database.databaseFile, `${database.databaseFile}-wal`])
    expect(readFileSync(file).includes(SECRET)).toBe(false);
  const sum = (by: string) => counted.reduce((total, counts) => total + (counts[by] ?? 0), 0);
  expect(sum('key-name')).toBeGreaterThanOrEqual(4);
  expect(sum('assignment')).toBeGreaterThanOrEqual(3);
  expect(sum('url-password')).toBe(1);
});

it('recognises a repeated request, and follows a rule from the next request on', async () => {
  const again = 'c'.repeat(32);
  await ingest.submit('traces', 'json', spans(again));
  await ingest.submit('traces', 'json', spans(again));
  ingest.useRedaction({ ...DEFAULT_REDACTION, rules: [{ name: 'shop', kind: 'key', match: 'faas.name' }] });
  const after = 'd'.repeat(32);
  await ingest.submit('traces', 'json', spans(after));
  const reader = await openReader({ databaseFile: database.databaseFile });
  expect(await reader.spans(again, 10)).toHaveLength(1);
  expect((await reader.spans(again, 1))[0]?.resource['faas.name']).toBe('shop');
  expect((await reader.spans(after, 1))[0]?.resource['faas.name']).toBe('[redacted shop]');
  await reader.close();
});

it('stores counts now and then, and again when that failed', async () => {
  const stored: RedactionCounts[] = [];
  let isBusy = true;
  const counts = countRedactions(
    async (some) => {
      if (isBusy) throw new Error('busy');
      stored.push(some);
    },
    () => {},
    1,
  );
  counts.add({ jwt: 1 });
  await delay(20);
  isBusy = false;
  counts.add({ jwt: 2, card: 1 });
  await counts.stop();
  const total = (name: string) => stored.reduce((sum, some) => sum + (some[name] ?? 0), 0);
  expect([total('jwt'), total('card')]).toEqual([3, 1]);
  expect(counts.totals()).toEqual({ jwt: 3, card: 1 });
});
